"""The requirements of OWASP ASVS 5.0.0 at levels 1 and 2, by section: `1.2` has `1` to `5` at level 1.

Left out: V9 self-contained tokens, V10 OAuth and OIDC, V17 WebRTC, none of which the software has.
"""

LEVEL_1 = """
1.2: 1 2 3 4 5
1.3: 1 2
1.5: 1
2.1: 1
2.2: 1 2
2.3: 1
3.2: 1 2
3.3: 1
3.4: 1 2
3.5: 1 2 3
4.1: 1
4.4: 1
5.2: 1 2
5.3: 1 2
6.1: 1
6.2: 1 2 3 4 5 6 7 8
6.3: 1 2
6.4: 1 2
7.2: 1 2 3 4
7.4: 1 2
8.1: 1
8.2: 1 2
8.3: 1
11.3: 1 2
11.4: 1
12.1: 1
12.2: 1 2
13.4: 1
14.2: 1
14.3: 1
15.1: 1
15.2: 1
15.3: 1
"""

LEVEL_2 = """
1.1: 1 2
1.2: 6 7 8 9
1.3: 3 4 5 6 7 8 9 10 11
1.4: 1 2 3
1.5: 2
2.1: 2 3
2.2: 3
2.3: 2 3 4
2.4: 1
3.3: 2 3 4
3.4: 3 4 5 6
3.5: 4 5
3.7: 1 2
4.1: 2 3
4.2: 1
4.3: 1 2
4.4: 2 3 4
5.1: 1
5.2: 3
5.4: 1 2 3
6.1: 2 3
6.2: 9 10 11 12
6.3: 3 4
6.4: 3 4
6.5: 1 2 3 4 5
6.6: 1 2 3
6.8: 1 2 3 4
7.1: 1 2 3
7.3: 1 2
7.4: 3 4 5
7.5: 1 2
7.6: 1 2
8.1: 2
8.2: 3
8.4: 1
11.1: 1 2
11.2: 1 2 3
11.3: 3
11.4: 2 3 4
11.5: 1
11.6: 1
12.1: 2 3
12.3: 1 2 3 4
13.1: 1
13.2: 1 2 3 4 5
13.3: 1 2
13.4: 2 3 4 5
14.1: 1 2
14.2: 2 3 4
14.3: 2 3
15.1: 2 3
15.2: 2 3
15.3: 2 3 4 5 6 7
16.1: 1
16.2: 1 2 3 4 5
16.3: 1 2 3 4
16.4: 1 2 3
16.5: 1 2 3
"""


def requirements() -> dict[str, int]:
    """The level of every requirement, by its number."""
    return {
        f"{section}.{number}": level
        for level, sections in ((1, LEVEL_1), (2, LEVEL_2))
        for section, _, numbers in (line.partition(": ") for line in sections.split("\n") if line)
        for number in numbers.split()
    }
