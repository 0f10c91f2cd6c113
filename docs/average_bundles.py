"""Average the weights of bundles whose runs began alike: `python docs/average_bundles.py BUNDLE BUNDLE… -o OUT`.

Networks that were tuned from one checkpoint, with one seed for what is new in them, lie in one valley: the mean of
their weights is a network as good as they are, with less of each run's luck (Wortsman et al., ICML 2022, arXiv
2203.05482). docs/selfmm.md has what it gave. All but the weights and what was measured is the first bundle's.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from selfmm.bundle import load_bundle, write_bundle
from selfmm.training.averaging import mean_weights

CARD = {"en": "# The mean of several networks' weights, not measured\n", "zh": "# 多个网络权重的平均，未经测量\n"}


def shape(bundle):
    """What has to be the same before two networks can be averaged; how much they read around a text need not."""
    info = bundle.info
    model = asdict(bundle.model.config)
    model["text"].pop("context_words")
    return info.model_name, model, info.scale, info.text_encoder_sha256


def main():
    """Read the bundles, average them and write another one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundles", type=Path, nargs="+")
    parser.add_argument("-o", "--out", type=Path, required=True)
    told = parser.parse_args()
    first, *others = (load_bundle(folder) for folder in told.bundles)
    for folder, other in zip(told.bundles[1:], others, strict=True):
        if shape(other) != shape(first):
            parser.error(f"{folder} is another network than {told.bundles[0]}. Name bundles of one recipe.")
    first.model.load_state_dict(mean_weights([bundle.model.state_dict() for bundle in (first, *others)]))
    info = first.info
    written = write_bundle(
        told.out,
        name=f"{info.name}, averaged",
        created=info.created,
        model_name=info.model_name,
        model=first.model,
        normaliser=first.normaliser,
        recipe=info.recipe,
        scale=info.scale,
        languages=info.languages,
        interval_halfwidth=info.interval_halfwidth,
        coverage=info.coverage,
        metrics={},
        training=info.training | {"averaged": [bundle.info.id for bundle in (first, *others)]},
        card=CARD,
    )
    print(f"{told.out}: {written.id}")


if __name__ == "__main__":
    main()
