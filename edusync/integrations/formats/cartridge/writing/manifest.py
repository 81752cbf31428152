"""The manifest of a cartridge 1.3: metadata, the outline, the resources."""

from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

CP = "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PROFILE = "http://www.imsglobal.org/profile/cc/ccv1p3"
_SCHEMAS = f"{CP} {_PROFILE}/ccv1p3_imscp_v1p2_v1p0.xsd {LOM} {_PROFILE}/LOM/ccv1p3_lommanifest_v1p0.xsd"
WEB_CONTENT = "webcontent"
WEB_LINK = "imswl_xmlv1p3"
ASSESSMENT = "imsqti_xmlv1p2/imscc_xmlv1p3/assessment"


@dataclass(slots=True)
class OutlineItem:
    """A node of the outline: a heading with children, or a place of a resource."""

    identifier: str
    title: str
    resource: str = ""
    children: list["OutlineItem"] = field(default_factory=list)


@dataclass(slots=True)
class PackedResource:
    """A resource with all of its files, the main one first."""

    identifier: str
    type: str
    files: list[str]
    dependencies: list[str] = field(default_factory=list)


def manifest_xml(
    *,
    identifier: str,
    title: str,
    description: str,
    language: str,
    items: list[OutlineItem],
    resources: list[PackedResource],
) -> bytes:
    """The manifest as a file."""
    root = etree.Element(_named(CP, "manifest"), nsmap={None: CP, "lomimscc": LOM, "xsi": XSI})  # type: ignore[dict-item]
    root.set("identifier", identifier)
    root.set(_named(XSI, "schemaLocation"), _SCHEMAS)
    _add_metadata(root, title, description, language)
    organization = _add(
        _add(root, "organizations"), "organization", identifier="outline", structure="rooted-hierarchy"
    )
    top = _add(organization, "item", identifier="root")
    for item in items:
        _add_item(top, item)
    holder = _add(root, "resources")
    for resource in resources:
        _add_resource(holder, resource)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _named(space: str, name: str) -> str:
    return f"{{{space}}}{name}"


def _add(parent: Element, name: str, text: str = "", *, space: str = CP, **attributes: str) -> Element:
    element = etree.SubElement(parent, _named(space, name), attributes)
    if text:
        element.text = text
    return element


def _add_metadata(root: Element, title: str, description: str, language: str) -> None:
    metadata = _add(root, "metadata")
    _add(metadata, "schema", "IMS Common Cartridge")
    _add(metadata, "schemaversion", "1.3.0")
    general = _add(_add(metadata, "lom", space=LOM), "general", space=LOM)
    _add(_add(general, "title", space=LOM), "string", title, space=LOM, language=language)
    _add(general, "language", language, space=LOM)
    _add(
        _add(general, "description", space=LOM), "string", description or title, space=LOM, language=language
    )


def _add_item(parent: Element, item: OutlineItem) -> None:
    element = _add(parent, "item", identifier=item.identifier)
    if item.resource:
        element.set("identifierref", item.resource)
    _add(element, "title", item.title)
    for child in item.children:
        _add_item(element, child)


def _add_resource(holder: Element, resource: PackedResource) -> None:
    element = _add(holder, "resource", identifier=resource.identifier, type=resource.type)
    # Only web content may name its main file here; other kinds are known by their one file.
    if resource.type == WEB_CONTENT:
        element.set("href", resource.files[0])
    for path in resource.files:
        _add(element, "file", href=path)
    for identifier in resource.dependencies:
        _add(element, "dependency", identifierref=identifier)
