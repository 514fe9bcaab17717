"""Whether a bundle is FHIR R4, by two libraries that know nothing of ours, and whether it holds together."""

import json
import warnings

from fhir.resources.R4B.bundle import Bundle as R4BBundle
from fhirclient.models.bundle import Bundle as ClientBundle


def checked(text: bytes) -> dict[str, list[dict]]:
    """The resources of a bundle by their types; fails for anything that is not as FHIR R4 has it."""
    bundle = json.loads(text)
    # SMART on FHIR's client: names, types and cardinalities of R4, strictly.
    ClientBundle(bundle, strict=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # R4B differs from R4 in none of the resources that are written here.
        R4BBundle.model_validate_json(text)
    assert bundle["type"] == "collection"
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(urls) == len(set(urls)), "each address once"
    for entry in bundle["entry"]:
        assert entry["fullUrl"] == f"urn:uuid:{entry['resource']['id']}"
    lost = set(references(bundle)) - set(urls)
    assert not lost, f"these lead nowhere: {lost}"
    kinds: dict[str, list[dict]] = {}
    for entry in bundle["entry"]:
        kinds.setdefault(entry["resource"]["resourceType"], []).append(entry["resource"])
    return kinds


def references(value):
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "reference" and isinstance(inner, str):
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)
