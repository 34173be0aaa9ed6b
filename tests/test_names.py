"""Which names of the package a piece of code uses, by Python's rules of scope."""

import pytest

from docsite.code.names import uses

KNOWN = {
    "training_loops",
    "training_loops.linear",
    "training_loops.linear.train",
    "training_loops.linear.LinearModel",
    "training_loops.classifier",
    "training_loops.classifier.train",
    "training_loops.history",
    "training_loops.history.History",
    "training_loops.history.History.append",
}
IMPORT = "from training_loops.linear import train\n"


def found(code: str, home: str = "") -> list[str]:
    """Each use as the text that would be a link, and what it stands for, without the name of the package."""
    return [
        f"{code[use.start : use.end]}: {use.name.removeprefix('training_loops.')}" for use in uses(code, KNOWN, home)
    ]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import training_loops", ["training_loops: training_loops"]),
        (
            "import training_loops.linear as line\nline.train",
            ["training_loops.linear: linear", "line.train: linear.train"],
        ),
        (
            "import training_loops.linear\ntraining_loops.linear.train()",
            ["training_loops.linear: linear", "training_loops.linear.train: linear.train"],
        ),
        (
            "from training_loops import classifier\nclassifier.train()",
            ["training_loops: training_loops", "classifier: classifier", "classifier.train: classifier.train"],
        ),
        (
            "from training_loops.linear import (\n    LinearModel,\n    train as fit,\n)\nfit(LinearModel())",
            [
                "training_loops.linear: linear",
                "LinearModel: linear.LinearModel",
                "train: linear.train",
                "fit: linear.train",
                "LinearModel: linear.LinearModel",
            ],
        ),
        (
            "from training_loops.history import History\nHistory.append(h)\nHistory('a').append",
            [
                "training_loops.history: history",
                "History: history.History",
                "History.append: history.History.append",
                "History: history.History",
            ],
        ),
        (
            "from training_loops import linear\nlinear.nothing",
            ["training_loops: training_loops", "linear: linear", "linear: linear"],
        ),
        (
            "from training_loops import linear\n(linear).train",
            ["training_loops: training_loops", "linear: linear"],
        ),
        ("import keras\nkeras.train\ntrain()\nmodel.train()", []),
        ("def broken(:\n    train()", []),
    ],
)
def test_imports_aliases_and_attributes(code: str, expected: list[str]):
    assert found(code) == expected


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("train()", 1),
        ("def outer():\n    def inner():\n        return train()\n    return inner", 1),
        ("def f(step=train):\n    return step", 1),
        ("def f(x: train) -> train: ...", 2),
        ("@train\nclass A(train):\n    y = train", 3),
        ("f = lambda x: train(x)", 1),
        ("[train(x) for x in y]", 1),
        ("print(f'{train(x)}')", 1),
        ("é = 'é'; train()", 1),
        ("def f(train):\n    return train()", 0),
        ("def f(*train):\n    return train", 0),
        ("def f():\n    train = 1\n    return train", 0),
        ("def f():\n    train = 1\n\ntrain()", 1),
        ("def train():\n    return train", 0),
        ("class train:\n    pass\n\ntrain()", 0),
        ("train = 3\ntrain", 0),
        ("for train in range(3):\n    print(train)", 0),
        ("with open(x) as train:\n    train.read()", 0),
        ("try:\n    pass\nexcept ValueError as train:\n    print(train)", 0),
        ("[train for train in x]", 0),
        ("f = lambda train: train", 0),
        ("(train := 3)", 0),
        ("class A:\n    train = 1\n    y = train", 0),
        ("class A:\n    train = 1\n\n    def f(self):\n        return train", 1),
        ("print('train', \"train()\")  # train()", 0),
        ("f(train=3)", 0),
        ("x.train", 0),
    ],
)
def test_a_name_that_the_code_binds_itself_is_its_own(code: str, count: int):
    assert len(found(IMPORT + code)) - len(found(IMPORT)) == count


def test_one_name_from_two_modules_is_neither():
    both = IMPORT + "from training_loops.classifier import train\ntrain()"
    assert len(found(both)) == 4  # those in the imports


def test_a_module_shown_from_the_package_uses_its_own_names():
    code = "def train():\n    return LinearModel()\n\n\nclass LinearModel:\n    pass\n"
    assert found(code) == []
    assert found(code, "training_loops.linear") == ["LinearModel: linear.LinearModel"]
