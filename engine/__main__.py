"""`python -m engine` is `althist`."""

from engine.cli.main import main

raise SystemExit(main())
