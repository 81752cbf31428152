"""What files add to the search over everything: one's own files, or all of them for who keeps them."""

from edusync.files.models import FileObject
from edusync.files.policy import FilePolicy
from edusync.files.urls import file_address
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.search import SearchQuery, SearchRow, SearchSource, people_only, register_source
from edusync.kernel.search_text import contains_any, marked, title_score


def find_files(actor: Actor, query: SearchQuery) -> list[SearchRow]:
    """By name, the newest first (one query)."""
    files = FilePolicy().visible(FileObject.objects.exclude(scan=FileObject.Scan.REFUSED), actor)
    for word in query.words:
        files = files.filter(name__icontains=word)
    is_word = contains_any(query.words)
    return [
        SearchRow(
            kind="file",
            title=marked(name, is_word),
            path=file_address(public_id, name),
            score=0.7 * title_score(name, query.words),
        )
        for public_id, name in files.order_by("-id").values_list("uuid", "name")[: query.asked]
    ]


register_source(SearchSource("files", ("file",), find_files, Permission.FILE_READ, people_only))
