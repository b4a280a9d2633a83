# Everything goes through one virtual environment, made and filled on first use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export QT_QPA_PLATFORM ?= offscreen

.PHONY: film app test check bench train-papercut clean

$(READY): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=24"
	# torch first, pinned below the releases that pull gigabytes of CUDA where a CPU build lies on disk
	$(BIN)/python -m pip install --quiet "torch==2.13.0"
	$(BIN)/python -m pip install --quiet -e ".[dev,train]"
	touch $(READY)

film: $(READY)
	@$(BIN)/longtake film sample --out build/film.mp4

app: $(READY)
	QT_QPA_PLATFORM= $(BIN)/longtake-app

test: $(READY)
	$(BIN)/python -m pytest

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/python -m tests.bench.film

clean:
	rm -rf build
