import sys
from pathlib import Path

from screening.engine import check_rulebook, read_document

for problem in check_rulebook(read_document(Path(sys.argv[1]))):
    print(problem)
