from __future__ import annotations

import gc

import pytest

from stacktape_constructs.garbage_collection import garbage_collection_paused


def test_nobody_looks_for_garbage_inside() -> None:
    assert gc.isenabled()
    with garbage_collection_paused():
        assert not gc.isenabled()

    assert gc.isenabled()


def test_garbage_is_looked_for_again_after_an_error() -> None:
    with pytest.raises(ValueError, match="wrong"), garbage_collection_paused():
        raise ValueError("wrong")

    assert gc.isenabled()


def test_who_looks_for_none_is_not_made_to() -> None:
    gc.disable()
    try:
        with garbage_collection_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
