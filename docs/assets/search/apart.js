// The known phrases whose words stand apart in what was typed, or others that mean the same, each for a word of its own; but
// not what is asked for already. They are surer where the words are those of the phrase, in its order.
const apart = (query, wanted, keys) => {
  const { same, phrases, dropped } = query;
  const typed = wanted.map((word) => query.stem(word));
  const places = new Map(); // of a word or one that means the same, in the query
  const add = (stem, at) => places.set(stem, new Set([...(places.get(stem) ?? []), at]));
  typed.forEach((stem, at) => [stem, ...(same.get(stem) ?? [])].forEach((other) => add(other, at)));
  const long = keys.filter((key) => key.includes(" "));
  const asked = long.filter((key) => key.split(" ").every((stem) => dropped.has(stem))); // as "goes up"
  asked.forEach((key) => same.get(key)?.forEach((other) => add(other, typed.indexOf(key.split(" ")[0]))));

  const met = [...phrases].flatMap(([key, stems]) => {
    const held = stems.map((stem) => places.get(stem));
    if (!held.every(Boolean)) return [];
    const covers = new Set(held.flatMap((all) => [...all]));
    if (covers.size < held.length) return [];
    const order = held.map((all) => Math.min(...all));
    const inOrder = order.every((at, index) => index === 0 || at > order[index - 1]);
    const isTyped = stems.every((stem) => typed.includes(stem));
    return [{ key, covers, sure: inOrder ? (isTyped ? 1 : 0.85) : 0.7 }];
  });
  const taken = new Set(long.flatMap((key) => [key, ...(same.get(key) ?? [])]));
  return met.sort((a, b) => b.sure - a.sure).flatMap(({ key, sure, covers }) => {
    if (taken.has(key)) return [];
    [key, ...same.get(key)].forEach((other) => taken.add(other));
    return [{ ...query.meant(key, sure), covers }];
  });
};
