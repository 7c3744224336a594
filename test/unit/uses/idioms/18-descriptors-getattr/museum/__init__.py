from .names import Names as Names
from .options import Options as Options
