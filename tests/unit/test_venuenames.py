"""Venues are recognised however they are spelled, and no other is taken for one."""

from __future__ import annotations

import pytest

from cardcatalog.catalog.taxonomy import Venue
from cardcatalog_tools.services.venues import Venues

ACL = "Proceedings of the 61st Annual Meeting of the Association for Computational Linguistics"

VENUES = Venues(
    [
        Venue(name="ICCV", full="IEEE/CVF International Conference on Computer Vision", kind="conference"),
        Venue(name="ACL", full="Annual Meeting of the Association for Computational Linguistics", kind="conference"),
        Venue(name="Findings of EMNLP", full="Findings of the Association for Computational Linguistics: EMNLP"),
        Venue(name="ECCV", full="European Conference on Computer Vision", kind="conference"),
        Venue(name="AAAI", full="AAAI Conference on Artificial Intelligence", kind="conference"),
        Venue(name="ICLR", full="International Conference on Learning Representations", kind="conference"),
        Venue(name="DAC", full="ACM/IEEE Design Automation Conference", kind="conference"),
        Venue(name="NeurIPS", full="Advances in Neural Information Processing Systems", aliases=("NIPS",)),
        Venue(name="TMLR", full="Transactions on Machine Learning Research", kind="journal"),
        Venue(name="arXiv", full="arXiv", aliases=("CoRR",), kind="preprint server"),
    ],
)


@pytest.mark.parametrize(
    ("spelled", "name"),
    [
        ("2023 IEEE/CVF International Conference on Computer Vision (ICCV)", "ICCV"),
        (f"{ACL} (Volume 1: Long Papers)", "ACL"),
        ("Findings of the Association for Computational Linguistics: EMNLP 2023", "Findings of EMNLP"),
        ("Computer Vision – ECCV 2022", "ECCV"),
        ("Proceedings of the AAAI Conference on Artificial Intelligence", "AAAI"),
        ("Proceedings of the Thirty-Sixth AAAI Conference on Artificial Intelligence", "AAAI"),
        ("2020 57th ACM/IEEE Design Automation Conference (DAC)", "DAC"),
        ("ICLR 2023 poster", "ICLR"),
        ("ICLR 2023 notable top 25%", "ICLR"),
        ("NeurIPS 2024 Track Datasets and Benchmarks Spotlight", "NeurIPS"),
        ("NIPS 2017", "NeurIPS"),
        ("Transactions on Machine Learning Research", "TMLR"),
    ],
)
def test_a_venue_is_recognised(spelled: str, name: str) -> None:
    venue = VENUES.find(spelled)
    assert venue
    assert venue.name == name


@pytest.mark.parametrize(
    "spelled",
    [
        f"{ACL} (Volume 4: Student Research Workshop)",
        "IEEE/CVF International Conference on Computer Vision Workshops",
        "ICLR 2023 Workshop on Sparsity",
        "CoRR 2023",
        "",
    ],
)
def test_other_venues_are_not_recognised(spelled: str) -> None:
    assert VENUES.find(spelled) is None


def test_the_first_known_name_counts() -> None:
    venue = VENUES.find("Lecture Notes in Computer Science", "Computer Vision – ECCV 2022")
    assert venue
    assert venue.name == "ECCV"
