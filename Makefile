# Everything goes through one virtual environment, made and filled on first use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: film app test check bench bench-picture screenshots clean

$(READY): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=24"
	# torch first: a range that admits a newer one may pull gigabytes of CUDA
	$(BIN)/python -m pip install --quiet "torch==2.13.0"
	$(BIN)/python -m pip install --quiet -e ".[dev,train,cluster]"
	touch $(READY)

film: $(READY)
	@$(BIN)/longtake film sample --out build/film.mp4

app: $(READY)
	$(BIN)/longtake-app

test: export QT_QPA_PLATFORM = offscreen
test: $(READY)
	$(BIN)/python -m pytest

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: export QT_QPA_PLATFORM = offscreen
bench: $(READY)
	$(BIN)/python -m tests.bench.film
	$(BIN)/python -m tests.bench.window

bench-picture: $(READY)
	OMP_NUM_THREADS=1 $(BIN)/python -m tests.bench.picture

screenshots: export QT_QPA_PLATFORM = offscreen
screenshots: $(READY)
	$(BIN)/python -m tests.bench.screenshots

clean:
	rm -rf build
