"""Where does the Python of the end-to-end stories come from? An environment made on first use.

    python3 environment.py FOLDER      prints the path of an interpreter that has requirements.txt

The folder (`target/e2e-venv`) is made again whenever requirements.txt changes. Several processes
may ask at the same time: one makes it, the others wait for it.
"""

import fcntl
import shutil
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def make(folder):
    """Gives the interpreter of the environment, after making it when that is needed."""
    folder = Path(folder).resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    python, stamp = folder / "bin" / "python", folder / "requirements.txt"
    with open(folder.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text() == REQUIREMENTS.read_text():
            return python
        shutil.rmtree(folder, ignore_errors=True)
        print(f"making {folder} (about a minute, once)", file=sys.stderr)
        run([sys.executable, "-m", "venv", str(folder)],
            "Python cannot make a virtual environment. Install it: apt-get install python3-venv")
        run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
             "--no-deps", "--only-binary=:all:", "-r", str(REQUIREMENTS)],
            "pip could not install the test homeserver. It needs PyPI, or a mirror set in pip.conf")
        # Last, so that an environment that was interrupted half-way is made again.
        shutil.copy(REQUIREMENTS, stamp)
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
