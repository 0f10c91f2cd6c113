"""The moving parts of one training run: steps, generated labels, averaged weights, and what a checkpoint holds."""

from __future__ import annotations

import math
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch

from selfmm.data.batches import batch_order, to_device
from selfmm.model.base import FUSION, TASKS, own_weights
from selfmm.training.devices import derived_seed, fitting_threads, seed_draws
from selfmm.training.distributed import average_statistics, gather_rows, mean_over
from selfmm.training.losses import multitask_loss, unimodal_weights
from selfmm.training.optimisers import Average, create_optimiser, learning_rate_factor
from selfmm.training.unimodal_labels import LabelGenerator
from selfmm.types import Modality

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from selfmm.data.batches import Feed
    from selfmm.model.base import MultimodalModel, Outputs
    from selfmm.training.config import TrainConfig
    from selfmm.training.distributed import World


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a run it is: the epoch (from 1), the next batch in it, and the sum of losses over its samples so far."""

    epoch: int = 1
    batch: int = 0
    loss_sum: float = 0.0
    seen: int = 0


class Run:
    """A network that learns from a feed, batch by batch.

    All that is drawn at random in a batch comes from a seed of its own, made of the run's seed, the epoch, the batch
    and the process: so a run that goes on from a checkpoint is the same as one that was never stopped.
    """

    def __init__(
        self,
        model: MultimodalModel,
        feed: Feed,
        config: TrainConfig,
        *,
        label_range: float,
        human_labels: dict[str, Tensor],
        device: torch.device,
        world: World,
    ) -> None:
        """`human_labels` are the unimodal labels that people gave, (samples,) a task, nan where there is none."""
        assert feed.labels is not None
        self.model, self.feed, self.device = model, feed, device
        self._config, self._world, self._label_range = config, world, label_range
        self._network = _shared(model, world, device)
        self._optimiser = create_optimiser(model, config)
        self._average = Average(model, config.average_weights) if config.average_weights else None
        self._labels = feed.labels.to(device)
        self._steps_an_epoch = math.ceil(math.ceil(len(feed) / config.batch_size) / config.accumulate)
        self.generator = None
        if widths := model.feature_widths:
            human = human_labels if config.human_label_weight else {}
            self.generator = LabelGenerator(
                self._labels,
                widths,
                label_range,
                generator=config.generator,
                human={task: labels.to(device) for task, labels in human.items()},
            )

    def epoch(self, place: Place, after_step: Callable[[Place], None]) -> float:
        """Go through the training samples once, from `place` on; gives the mean loss.

        `after_step` is told where the run is after each step of the optimiser, and may raise to stop it.
        """
        batches = batch_order(
            self.feed.token_counts, self._config.batch_size, seed=derived_seed(self._config.seed, place.epoch)
        )
        self.model.train()
        with fitting_threads(self.feed):
            while place.batch < len(batches):
                place = self._learn_group(batches[place.batch : place.batch + self._config.accumulate], place)
                after_step(place)
        average_statistics(self.model, self._world)
        return place.loss_sum / max(1, place.seen)

    def _learn_group(self, group: list[list[int]], place: Place) -> Place:
        """One step of the optimiser, with the gradients of a group of batches; the last group may be a smaller one."""
        samples = sum(map(len, group))
        loss_sum = torch.zeros((), device=self.device)
        for number, rows in enumerate(group):
            last = number == len(group) - 1
            loss = self._learn(rows, place.epoch, place.batch + number, len(rows) / samples, last)
            loss_sum += loss * len(rows)
        self._step((place.epoch - 1) * self._steps_an_epoch + place.batch // self._config.accumulate)
        # at once, not when the next step begins: what judges and keeps the network in between has their memory
        self._optimiser.zero_grad(set_to_none=True)
        loss_so_far = place.loss_sum + mean_over(loss_sum, self._world)
        return Place(place.epoch, place.batch + len(group), loss_so_far, place.seen + samples)

    def _learn(self, rows: list[int], epoch: int, number: int, share: float, last: bool) -> Tensor:
        """One batch forward and backward; its gradient counts as `share` of the step's."""
        seed_draws(derived_seed(self._config.seed, epoch, number, self._world.rank), self.device)
        hidden = self._hide(rows, epoch, number)
        own = self._world.share(range(len(rows)))
        # nobody may stay away while the others gather, even where there are fewer rows than processes
        shown = own or [0]
        shown_rows = [rows[place] for place in shown]
        batch = self.feed.take(shown_rows, hidden={modality: gone[shown] for modality, gone in hidden.items()})
        with nullcontext() if last or self._world.size == 1 else self._network.no_sync():
            with mixed_precision(self.device):
                outputs = in_single_precision(self._network(to_device(batch, self.device)))
            index = torch.tensor(shown_rows, device=self.device)
            penalty_share = len(own) * self._world.size / len(rows)
            loss = self._loss(index, outputs, self._counts(rows, hidden), penalty_share) * bool(own)
            (loss * share).backward()  # type: ignore[no-untyped-call]
        if self.generator is not None:
            self._generate(rows, len(own), outputs, epoch)
        return loss.detach()

    def _hide(self, rows: list[int], epoch: int, number: int) -> dict[Modality, Tensor]:
        """Modality dropout: (rows,) bool where a modality is hidden; where all of a sample's would be, none is."""
        if not self._config.modality_dropout:
            return {}
        there = torch.stack([self.feed.present[modality][rows] for modality in Modality])
        generator = torch.Generator().manual_seed(derived_seed(self._config.seed, epoch, number))
        gone = (torch.rand(there.shape, generator=generator) < self._config.modality_dropout) & there
        gone &= (there & ~gone).any(dim=0)
        return dict(zip(Modality, gone, strict=True))

    def _counts(self, rows: list[int], hidden: dict[Modality, Tensor]) -> dict[str, float]:
        """Task → over how many samples of the whole batch its mean goes, shared out among the processes.

        DistributedDataParallel takes the mean of the processes' gradients; dividing by the share of one makes it their
        sum over the whole batch.
        """
        there = {modality: self.feed.present[modality][rows] for modality in Modality}
        there |= {modality: there[modality] & ~gone for modality, gone in hidden.items()}
        counts = {FUSION: int(torch.stack(list(there.values())).any(dim=0).sum())}
        counts |= {modality.value: int(present.sum()) for modality, present in there.items()}
        return {task: count / self._world.size for task, count in counts.items()}

    def _loss(self, rows: Tensor, outputs: Outputs, counts: dict[str, float], penalty_share: float) -> Tensor:
        smooth = self._config.smooth_error * self._label_range
        if self.generator is None:
            return multitask_loss(outputs, {FUSION: self._labels[rows]}, {}, counts, penalty_share, smooth=smooth)
        labels = {task: values[rows] for task, values in self.generator.labels.items()}
        weights = unimodal_weights(self.generator, rows, self._config)
        return multitask_loss(outputs, labels, weights, counts, penalty_share, smooth=smooth)

    def _generate(self, rows: list[int], own: int, outputs: Outputs, epoch: int) -> None:
        """New unimodal labels for the batch, then its features into the centres; the same in every process.

        `own` is how many of the rows this process has; `outputs` may tell of one more that is not its own.
        """
        assert self.generator is not None
        widths = [outputs.features[task].shape[1] for task in TASKS]
        own_features = torch.cat([outputs.features[task].detach() for task in TASKS], dim=1)[:own]
        own_present = torch.stack([outputs.present[task] for task in TASKS], dim=1)[:own]
        whole = gather_rows(own_features, len(rows), self._world)
        features = dict(zip(TASKS, torch.split(whole, widths, dim=1), strict=True))
        there = gather_rows(own_present.to(torch.uint8), len(rows), self._world).bool()
        present = dict(zip(TASKS, there.unbind(dim=1), strict=True))
        index = torch.tensor(rows, device=self.device)
        if epoch > self._config.warm_up_epochs:
            self.generator.update(index, features, present, epoch)
        self.generator.remember(index, features, present)

    def _step(self, number: int) -> None:
        config = self._config
        if config.gradient_norm:
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), config.gradient_norm)
        factor = learning_rate_factor(number, self._steps_an_epoch * config.epochs, config)
        for group in self._optimiser.param_groups:
            group["lr"] = group["full_rate"] * factor
        self._optimiser.step()
        if self._average is not None:
            self._average.follow(number)

    def judged(self) -> AbstractContextManager[None]:
        """While this lasts the network has the weights that are to be judged and kept: the averaged ones, if any."""
        return nullcontext() if self._average is None else self._average.swapped_in()

    def state(self) -> dict[str, Tensor]:
        """All tensors that have to be kept to go on after a stop."""
        kept = {f"model.{name}": value for name, value in own_weights(self.model).items()}
        for name, parameter in self.model.named_parameters():
            kept |= {f"optimiser.{name}.{key}": value for key, value in self._optimiser.state[parameter].items()}
        if self._average is not None:
            kept |= {f"average.{name}": value for name, value in self._average.weights.items()}
        if self.generator is not None:
            kept |= {f"labels.{name}": value for name, value in self.generator.state().items()}
        return kept

    def restore(self, kept: dict[str, Tensor]) -> None:
        """Take over what `state` gave before the stop."""
        self.model.load_state_dict(named(kept, "model."), strict=False)
        for name, parameter in self.model.named_parameters():
            if values := named(kept, f"optimiser.{name}."):
                # the optimiser counts its steps on the processor, whatever the network is on
                moved = {key: value if key == "step" else value.to(self.device) for key, value in values.items()}
                self._optimiser.state[parameter] = moved
        if self._average is not None:
            self._average.restore(named(kept, "average."))
        if self.generator is not None:
            self.generator.restore(named(kept, "labels."))


def named(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    """Those whose names begin with `prefix`, without it."""
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}


def mixed_precision(device: torch.device) -> AbstractContextManager[Any]:
    """bfloat16 where a graphics card has it; on a processor it is many times slower than single precision."""
    if device.type == "cuda" and torch.cuda.is_bf16_supported():
        return torch.autocast("cuda", torch.bfloat16)
    return nullcontext()


def in_single_precision(outputs: Outputs) -> Outputs:
    """The same outputs in single precision, whatever the network computed in."""
    return type(outputs)(
        {task: value.float() for task, value in outputs.values.items()},
        {task: feature.float() for task, feature in outputs.features.items()},
        outputs.present,
        None if outputs.penalty is None else outputs.penalty.float(),
    )


def _shared(model: MultimodalModel, world: World, device: torch.device) -> Any:
    """The model as the processes share it; itself in a world of one."""
    if world.size == 1:
        return model
    # a batch may lack a modality altogether, so that its parameters are not used; the buffers (a word table of hundreds
    # of megabytes among them) are the same everywhere
    return torch.nn.parallel.DistributedDataParallel(
        model,
        device_ids=[device] if device.type == "cuda" else None,
        broadcast_buffers=False,
        find_unused_parameters=True,
    )
