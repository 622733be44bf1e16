"""Fuzzing with atheris: inputs that reach new code are kept. Run by the driver, as a process of its own.

    python -m tests.fuzz.coverage_guided TARGET SECONDS SEED FOLDER [SEED_FOLDER…]

libFuzzer, which is inside atheris, ends the process itself; the exit code is 0 if nothing was found.
"""

import sys
from pathlib import Path
from random import Random

import atheris

from tests.fuzz.target import MAX_BYTES, load
from tests.fuzz.watching import watched

# Far beyond the two seconds of ``watched``: only for code that never returns to Python, where its timer cannot reach.
_HANG_SECONDS = 60


def main(name: str, seconds: str, seed: str, folder: str, *seed_folders: str) -> None:
    with atheris.instrument_imports(include=["assay"]):
        target = load(name)
    run = watched(target.run, name=name)

    def mutate(data: bytes, max_size: int, seed: int) -> bytes:
        random = Random(seed)  # noqa: S311  # reproducible, not secret
        # One in four changes is libFuzzer's own, which knows what the code compares with.
        changed = atheris.Mutate(data, max_size) if random.random() < 0.25 else target.mutate(data, random)
        return bytes(changed[:max_size])

    def test_one_input(data: bytes) -> None:
        run(data)

    dictionary = Path(folder, "dictionary")
    dictionary.write_text("".join(f'"{_escaped(token)}"\n' for token in target.tokens))
    options = {
        "max_total_time": seconds,
        "seed": seed,
        "max_len": MAX_BYTES,
        "timeout": _HANG_SECONDS,
        "dict": dictionary,
        "artifact_prefix": f"{folder}/",
        "verbosity": 0,
        "print_final_stats": 1,
    }
    arguments = [f"-{option}={value}" for option, value in options.items()]
    found = Path(folder, "found")
    found.mkdir()
    atheris.Setup([sys.argv[0], *arguments, str(found), *seed_folders], test_one_input, custom_mutator=mutate)
    atheris.Fuzz()


def _escaped(token: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in token)


if __name__ == "__main__":
    main(*sys.argv[1:])
