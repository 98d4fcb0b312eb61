"""Asks a Timeline service what was known on a date. Needs Python 3.9 or newer, nothing else.

    python3 client.py http://localhost:5080 2024-10-25 actor=north-korea limit=20
"""
import json
import sys
import urllib.error
import urllib.parse
import urllib.request


def get(url, etag=None):
    """Gives (status, ETag, answer); the answer is None where what the ETag names still holds."""
    request = urllib.request.Request(url, headers={"If-None-Match": etag} if etag else {})
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.headers["ETag"], json.load(response)
    except urllib.error.HTTPError as error:
        if error.code == 304:
            return 304, etag, None
        # A refusal says in "detail" what is wrong with the question.
        raise SystemExit(json.load(error)["detail"])


def main(service, known_at, *filters):
    query = urllib.parse.urlencode([("knownAt", known_at), *(filter.split("=", 1) for filter in filters)])
    first = urllib.parse.urljoin(service, "/api/timeline?" + query)
    _, etag, page = get(first)
    permalink = page["permalink"]
    while page:
        for entry in page["items"]:
            # The date as it was told: 2024-10 is some time in October, not its first day.
            print(f"{entry['occurred']['edtf']}  {entry['headline']}")
        # "next" keeps to the same point of view, whatever is written meanwhile.
        page = get(urllib.parse.urljoin(service, page["next"]))[2] if "next" in page else None
    print(urllib.parse.urljoin(service, permalink))
    status, _, _ = get(first, etag)
    print("unchanged" if status == 304 else "changed meanwhile")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    main(*sys.argv[1:])
