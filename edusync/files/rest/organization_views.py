"""Logo and icon of the organization, set by its admins."""

from typing import Any

from edusync.files import services
from edusync.files.policy import FilePolicy
from edusync.files.rest.serializers import AvatarSerializer, OrganizationPictureSerializer
from edusync.files.urls import file_url
from edusync.identity.services import change_picture
from edusync.kernel.policy import Permission
from edusync.kernel.rest.views import FastResponse, UploadView, schema
from edusync.kernel.tenancy import current_organization_id


class OrganizationPictureView(UploadView):
    """One picture of the organization in context."""

    policy = FilePolicy()
    permissions = {"put": Permission.ORGANIZATION_MANAGE, "delete": Permission.ORGANIZATION_MANAGE}
    picture = ""

    def put(self, request: Any) -> FastResponse:
        """Where it is served."""
        upload = self.validated(AvatarSerializer)["file"]
        organization_id = current_organization_id()
        file = services.store_organization_picture(
            content=upload,
            name=upload.name,
            picture=self.picture,
            organization_id=organization_id,
            uploaded_by_id=self.actor.user_id,
        )
        return self.point_to(file.pk, file_url(file))

    def delete(self, request: Any) -> FastResponse:
        """Nothing is served from now on."""
        services.remove_organization_picture(picture=self.picture, organization_id=current_organization_id())
        return self.point_to(None, "")

    def point_to(self, file_id: int | None, url: str) -> FastResponse:
        """Tell the organization where its picture is."""
        change_picture(
            organization_id=current_organization_id(),
            picture=self.picture,
            file_id=file_id,
            url=url,
            changed_by=self.actor,
        )
        return FastResponse({"url": url or None})


class OrganizationLogoView(OrganizationPictureView):
    """The logo in the bar."""

    picture = "logo"

    @schema(
        request=AvatarSerializer,
        response=OrganizationPictureSerializer,
        media_type="multipart/form-data",
        summary="Set the logo (PNG, JPEG, GIF or WebP, 500 kB)",
    )
    def put(self, request: Any) -> FastResponse:
        """Where it is served."""
        return super().put(request)

    @schema(response=OrganizationPictureSerializer, summary="Remove the logo")
    def delete(self, request: Any) -> FastResponse:
        """The site's own is shown again."""
        return super().delete(request)


class OrganizationIconView(OrganizationPictureView):
    """The icon in the browser's tab."""

    picture = "icon"

    @schema(
        request=AvatarSerializer,
        response=OrganizationPictureSerializer,
        media_type="multipart/form-data",
        summary="Set the browser icon (PNG, JPEG, GIF or WebP, 500 kB)",
    )
    def put(self, request: Any) -> FastResponse:
        """Where it is served."""
        return super().put(request)

    @schema(response=OrganizationPictureSerializer, summary="Remove the browser icon")
    def delete(self, request: Any) -> FastResponse:
        """The site's own is shown again."""
        return super().delete(request)
