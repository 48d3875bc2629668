"""Configuration: found, read, checked, and resolved for each file.

``Configuration`` answers which ``Settings`` a path has. They are put together from layers, the
later ones winning: what is built in, files that ``extends`` names, the configuration file
nearest to the path going upward, the ``[per-file]`` tables of these files in the same order, and
the command line.
"""

from postlint.settings.configuration import Configuration, Overrides
from postlint.settings.layers import FLAVORS, SettingsError
from postlint.settings.resolved import Settings

__all__ = ["FLAVORS", "Configuration", "Overrides", "Settings", "SettingsError"]
