"""Folders of Markdown: old and new Carpentries lessons, plain folders, single pages."""

import pytest

from edusync.integrations.formats.archive import opened_package
from edusync.integrations.formats.markdown import read_markdown
from edusync.integrations.testing import folder_of
from edusync.integrations.tests.olx_sample import png


@pytest.fixture
def read(tmp_path):
    def read_it(files):
        with opened_package(folder_of(files, tmp_path / "lesson")) as folder:
            return read_markdown(folder)

    return read_it


def fate(course, path):
    node = course.ledger.find(path)
    assert node is not None, path
    return str(node.outcome), set(node.losses)


def outline(course):
    return [(module.title, [lesson.title for lesson in module.lessons]) for module in course.modules]


def blocks_of(course, number=0):
    return list(course.lessons())[number].document["blocks"]


def page(body, **files):
    return {"a.md": body, "b.md": "# B\n\ntext", "c.csv": "1,2", "fig/p.png": png(), **files}


NEW = {
    "config.yaml": "title: 'Own lesson'\nlang: ta\nsource: https://example.org/own\nepisodes:\n- second.md\n- first.md\n",
    "index.md": "---\nsite: x\n---\nWelcome to [first](episodes/first.md).\n",
    "episodes/first.md": """---
title: First
teaching: 10
exercises: 5
---

:::::::: questions

- What?

::::::::

::: objectives
- Know *it*.
- Do it.
:::

See [the second](second.md), [a word](../learners/reference.md#word), [setup](../setup.html) and [data](data/d.csv).

![A caption](fig/p.png){alt='It\\'s a picture' width=40%}

:::::: challenge

## Try

```python
print("::: no box :::")
```

::: solution

## Show

Done.

:::
::::::

::: instructor

Secret note.

::: callout
inner secret
:::

:::

::: keypoints
- All.
:::
""",
    "episodes/second.md": "---\ntitle: Second\n---\nBack to [first](./first.md).\n",
    "episodes/third.md": "No title here.\n",
    "episodes/fig/p.png": png(),
    "episodes/data/d.csv": "1,2\n",
    "episodes/data/unlinked.csv": "3,4\n",
    "episodes/fig/unused.png": png(shade=1),
    "learners/setup.md": "---\ntitle: Setup\n---\nInstall.\n",
    "learners/reference.md": "---\ntitle: Words\n---\n[word]{#word}\n:   its meaning\n",
    "instructors/notes.md": "Secret.",
    "profiles/p.md": "Somebody.",
    "LICENSE.md": "Free.",
    "README.md": "Read.",
    ".github/workflows/x.yml": "on: push",
}


def test_new_carpentries_lessons(read):
    course = read(NEW)
    assert (course.title, course.language, course.identity) == ("Own lesson", "ta", "https://example.org/own")
    assert outline(course) == [
        ("Before you start", ["Setup"]),
        ("Episodes", ["Second", "First", "Third"]),
        ("Reference", ["Words", "Files"]),
    ]
    assert [lesson.estimated_minutes for lesson in course.lessons()][2] == 15
    assert course.outcomes == ["Know it."]
    assert "Welcome to" in course.overview["blocks"][0]["html"]
    assert "source-lesson:episodes/first.md" in course.overview["blocks"][0]["html"]


def test_boxes_of_new_lessons(read):
    course = read(NEW)
    blocks = blocks_of(course, 2)
    shown = [(block["type"], block.get("tone", ""), block.get("title", "")) for block in blocks]
    assert shown == [
        ("callout", "info", "Questions"),
        ("callout", "info", "Objectives"),
        ("text", "", ""),
        ("image", "", ""),
        ("callout", "challenge", "Try"),
        ("callout", "solution", "Show"),
        ("callout", "success", "Key points"),
    ]
    assert (blocks[3]["alt"], blocks[3]["caption"]) == ("It's a picture", "A caption")
    assert blocks[4]["html"] == '<pre><code>print("::: no box :::")</code></pre>'
    assert blocks[5]["is_collapsed"]
    links = blocks[2]["html"]
    for target in (
        "lesson:episodes/second.md",
        "lesson:learners/reference.md",
        "lesson:learners/setup.md",
        "file:episodes/data/d.csv",
    ):
        assert f'href="source-{target}"' in links
    assert "ecret" not in str(blocks)


@pytest.mark.parametrize(
    ("path", "outcome", "losses"),
    [
        ("config.yaml", "lossy", {"settings-partly"}),
        ("index.md", "imported", set()),
        ("episodes/first.md", "imported", set()),
        ("episodes/first.md#3-challenge", "imported", set()),
        ("episodes/first.md#4-solution", "imported", set()),
        ("episodes/first.md#5-instructor", "skipped", {"for-instructors"}),
        ("episodes/first.md#6-callout", "skipped", {"for-instructors"}),
        ("episodes/data/d.csv", "imported", set()),
        ("episodes/data/unlinked.csv", "imported", set()),
        ("episodes/fig/unused.png", "skipped", {"file-not-used"}),
        ("instructors/notes.md", "skipped", {"for-instructors"}),
        ("profiles/p.md", "skipped", {"for-instructors"}),
        ("LICENSE.md", "skipped", {"repository-file"}),
        ("README.md", "skipped", {"not-content"}),
        (".github/workflows/x.yml", "skipped", {"file-not-used"}),
    ],
)
def test_every_node_has_its_fate(read, path, outcome, losses):
    course = read(NEW)
    assert fate(course, path) == (outcome, losses)
    assert len(course.ledger.nodes) == len(NEW) + 7
    assert all(node.outcome and (node.detail or node.outcome == "imported") for node in course.ledger.nodes)


OLD = {
    "_config.yml": "title: Old lesson\n",
    "index.md": "Hello {{ site.title }}.\n",
    "setup.md": "---\ntitle: Setup\n---\nInstall it.\n",
    "_episodes/02-b.md": "---\ntitle: B\nteaching: 5\nexercises: 0\n---\ntext",
    "_episodes/01-a.md": """---
title: A
questions:
- "How?"
objectives:
- "To do."
keypoints:
- "Do `it`."
---
{% include links.md %}

> ## Try
> Some words
> and more.
>
> ~~~
> ls
> ~~~
> {: .language-bash}
>
> > ## Solution
> > It is so.
> {: .solution}
{: .challenge}

![]({{ page.root }}/fig/p.png){: width="50%"}

~~~
a
~~~
{: .output}

[next]({{ page.root }}{% link _episodes/02-b.md %})
""",
    "fig/p.png": png(),
    "_extras/guide.md": "For instructors.",
    "reference.md": "---\ntitle: Reference\n---\nWords.",
}


def test_old_carpentries_lessons(read):
    course = read(OLD)
    assert outline(course) == [
        ("Before you start", ["Setup"]),
        ("Episodes", ["A", "B"]),
        ("Reference", ["Reference"]),
    ]
    blocks = blocks_of(course, 1)
    shown = [
        (block["type"], block.get("tone") or block.get("language", ""), block.get("title", ""))
        for block in blocks
    ]
    assert shown == [
        ("callout", "info", "Questions"),
        ("callout", "info", "Objectives"),
        ("callout", "challenge", "Try"),
        ("callout", "solution", "Solution"),
        ("image", "", ""),
        ("code", "output", ""),
        ("text", "", ""),
        ("callout", "success", "Key points"),
    ]
    assert "Some words and more." in blocks[2]["html"]
    assert "<pre><code>ls</code></pre>" in blocks[2]["html"]
    assert 'href="source-lesson:_episodes/02-b.md"' in blocks[6]["html"]
    assert "{:" not in str(blocks)
    assert fate(course, "_episodes/01-a.md") == ("lossy", {"template-code"})
    assert fate(course, "_episodes/01-a.md#2-challenge")[0] == "imported"
    assert fate(course, "_extras/guide.md") == ("skipped", {"for-instructors"})


def test_plain_folders_become_modules(read):
    course = read(
        {
            "README.md": "# My course\n\nAbout it.",
            "10-end.md": "# End\n\nx",
            "2-begin.md": "# Begin\n\nx",
            "part-one/b.md": "# B\n\nx",
            "part-one/a.md": "---\ntitle: A\norder: 5\n---\nx",
            "part-one/index.md": "# Start of part\n\nx",
            "part-one/first.md": "---\norder: 1\n---\n# Truly first\n\nx",
        }
    )
    assert course.title == "My course"
    assert outline(course) == [
        ("My course", ["Begin", "End"]),
        ("Part one", ["Truly first", "A", "Start of part", "B"]),
    ]


def test_one_page_is_a_course_too(read):
    course = read({"README.md": "# Only\n\ntext"})
    assert outline(course) == [("lesson", ["Only"])] or outline(course) == [("Only", ["Only"])]


def test_a_folder_around_everything_is_looked_through(read):
    course = read({f"top/{name}": content for name, content in NEW.items()})
    assert outline(course)[1] == ("Episodes", ["Second", "First", "Third"])
    assert fate(course, "top/episodes/first.md")[0] == "imported"
    assert fate(course, "top/episodes/data/d.csv")[0] == "imported"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("a **b** ~~c~~ `d`", "<p>a <strong>b</strong> <s>c</s> <code>d</code></p>"),
        ("costs $5 and $6", "<p>costs $5 and $6</p>"),
        ("of $x^2$ here", '<p>of <span data-latex="x^2">x^2</span> here</p>'),
        ("`echo $HOME $PATH`", "<p><code>echo $HOME $PATH</code></p>"),
        ("[w](https://x.org){target=_blank}", '<p><a href="https://x.org">w</a></p>'),
        ("[gone](nowhere.md)", "<p>gone</p>"),
        ("[mail](mailto:a@example.org)", '<p><a href="mailto:a@example.org">mail</a></p>'),
        ("<kbd>Tab</kbd> <script>alert(1)</script>", "<p><kbd>Tab</kbd></p>"),
        ("x  \ny", "<p>x<br> y</p>"),
    ],
)
def test_text(read, body, html):
    (block,) = blocks_of(read(page(body)))
    assert block["html"] == html


def test_blocks_of_a_page(read):
    course = read(
        page(
            "## Head {#id .class}\n\n$$\nx =\ny\n$$\n\n| a | b |\n|---|---|\n| 1 | `2` |\n\n![remote](https://x.org/p.png)\n\n"
            "~~~sql\nselect 1\n~~~\n\n![gone](fig/q.png)\n\n1. one\n\n   ```\n   code\n   ```\n2. two\n"
        )
    )
    blocks = blocks_of(course)
    shown = ["heading", "math", "table", "link_card", "code", "text", "text"]
    assert [block["type"] for block in blocks] == shown
    assert blocks[0]["text"] == "Head"
    assert blocks[1]["latex"] == "x = y"
    assert (blocks[2]["header"], blocks[2]["rows"]) == (["a", "b"], [["1", "<code>2</code>"]])
    assert blocks[4]["language"] == "sql"
    assert "<pre><code>code" in blocks[6]["html"]
    assert fate(course, "a.md") == ("lossy", {"remote-picture", "file-missing"})


@pytest.mark.parametrize(
    ("content", "losses"),
    [
        ("# Käse\n\nüber".encode("utf-16"), set()),
        ("# Käse\n\nüber".encode("utf-16-le"), set()),
        ("\ufeff# Käse\n\nüber".encode(), set()),
        ("# Käse\r\n\r\nüber\r\n".encode(), set()),
        ("# Käse\n\nüber".encode("latin-1"), {"encoding-guessed"}),
        (b"# K\xc3\xa4se\n\n\xc3\xbcber\x00", {"zero-characters"}),
    ],
    ids=["utf-16", "utf-16 without mark", "utf-8 with mark", "windows", "latin-1", "zero bytes"],
)
def test_encodings(read, content, losses):
    course = read({"a.md": content, "b.md": "b"})
    lesson = next(course.lessons())
    assert lesson.title == "Käse"
    assert lesson.document["blocks"][0]["html"] == "<p>über</p>"
    assert fate(course, "a.md")[1] == losses


@pytest.mark.parametrize(
    ("body", "loss"),
    [
        ("---\ntitle: [\n---\ntext", "front-matter-broken"),
        ("::: challenge\n\ntext", "division-unbalanced"),
        ("text\n\n:::\n", "division-unbalanced"),
        ("{% include x.html %} text", "template-code"),
    ],
)
def test_broken_pages_lose_only_what_is_broken(read, body, loss):
    course = read(page(body))
    assert fate(course, "a.md") == ("lossy", {loss})
    assert "text" in str(blocks_of(course))


def test_an_alias_bomb_in_front_matter_stays_small(read):
    lines = [
        "a0: &a0 [x, x]",
        *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 40)),
    ]
    course = read(page("---\ntitle: *a39\n" + "\n".join(lines) + "\n---\ntext"))
    assert "text" in str(blocks_of(course))
