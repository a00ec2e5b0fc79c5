// Search over the shards of the index; needs tables.js. Words of strangers become text, never markup.
"use strict";
(() => {
  const { shards, stems, shortest, prefix, labels, latin, long } = globalThis.digestTables;
  const LATIN = "be-Latn";
  const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2,}/;
  const TOKEN = /[\p{L}\p{N}\p{Mn}\p{Mc}\p{Pc}]+(?:['’ʼ][\p{L}\p{N}\p{Mn}\p{Mc}\p{Pc}]+)*/gu;

  const tokens = (text) => (text.toLowerCase().match(TOKEN) || []).flatMap(parts);
  const parts = (word) => {
    if (!UNSPACED.test(word)) return [word];
    const letters = [...word];
    return letters.slice(1).map((letter, at) => letters[at] + letter);
  };
  const normal = (word) => word.toLowerCase().normalize("NFC").replace(/[\u0301\u0300'’ʼ]/g, "");
  const cut = (word, endings, irregular) => {
    const left = (end) => word.slice(0, word.length - end.length);
    const fits = (end) => word.length - end.length >= shortest || Object.hasOwn(irregular, left(end));
    const found = endings.find((end) => word.endsWith(end) && fits(end));
    return found ? left(found) : word;
  };
  const fold = (word, table) => [...word].map((letter) => table.folds[letter] ?? letter).join("");
  // Łacinka to Cyrillic, as digest.text.belarusian.lacinka does it.
  const cyrillic = (text) => text.replace(/[a-zćčłńśšŭźž]+(?:['’ʼ][a-zćčłńśšŭźž]+)*/g, spelled);
  const spelled = (word) => {
    if (/[qwx]|oo|^y[aeou]/.test(word)) return word;
    const units = word.match(/ch|[ji][aeou]|ji|l[aeou]|./gu) ?? [];
    return units.map((unit, at) => {
      if (unit === "l" && /^(?:i|l[aeou]|li?$)/.test(units[at + 1] ?? "")) return "л";
      if (/^i[aeou]$/.test(unit) && /^$|[aeiouy]$/.test(units[at - 1] ?? "")) return `і${latin[unit[1]]}`;
      return latin[unit] ?? unit;
    }).join("");
  };
  const stem = (word, language) => {
    if (language === LATIN) return stem(cyrillic(word), "be");
    const table = stems[language];
    if (!table) return [...normal(word)].slice(0, prefix).join("");
    const { irregular } = table;
    const short = cut(cut(normal(word), table.reflexive, irregular), table.endings, irregular);
    const whole = Object.hasOwn(irregular, short) ? irregular[short] : short;
    const fleets = whole.length >= long && table.fleeting.some((end) => whole.endsWith(end));
    const bare = fleets ? whole.slice(0, -2) + whole.slice(-1) : whole;
    const end = table.ends.find(([changed]) => bare.endsWith(changed));
    return fold(end ? bare.slice(0, bare.length - end[0].length) + end[1] : bare, table);
  };
  const begin = (word, language) => {
    if (language === LATIN) return begin(cyrillic(word), "be");
    return stems[language] ? fold(normal(word), stems[language]) : normal(word);
  };
  globalThis.digestStems = (text, language) => tokens(text).map((word) => stem(word, language)).filter(Boolean);

  const parse = (query) =>
    query.split(/[\s"]+/).flatMap((part) => {
      const excluded = part.startsWith("-");
      const begins = part.endsWith("*");
      return tokens(part).map((word) => ({ excluded, keys: keys(word, stem), begin: begins ? keys(word, begin) : [] }));
    });
  const keys = (word, read) => {
    const languages = [...Object.keys(stems), LATIN, ""];
    return [...new Set(languages.map((tag) => read(word, tag)))].filter(Boolean);
  };

  // Return a map from the number of a story to its score.
  const matches = ({ words }, { keys: wanted, begin: begins }) => {
    const found = new Map();
    const more = begins.length ? Object.keys(words).filter((w) => begins.some((one) => w.startsWith(one))) : [];
    for (const key of [...wanted, ...more]) {
      for (const number of Object.hasOwn(words, key) ? words[key] : []) {
        const story = number >> 1;
        found.set(story, Math.max(found.get(story) ?? 0, number & 1 ? 3 : 1));
      }
    }
    return found;
  };
  const find = (shard, query) => {
    const wanted = query.filter((part) => !part.excluded).map((part) => matches(shard, part));
    const unwanted = query.filter((part) => part.excluded).map((part) => matches(shard, part));
    if (!wanted.length) return [];
    return [...wanted[0].keys()]
      .filter((n) => wanted.every((one) => one.has(n)) && !unwanted.some((one) => one.has(n)))
      .map((n) => ({ story: shard.stories[n], editions: shard.editions, score: wanted.reduce((sum, one) => sum + one.get(n), 0) }));
  };

  const loaded = new Map();
  globalThis.digestShard = (path, data) => loaded.set(path, data);
  const load = (path) =>
    new Promise((resolve) => {
      if (loaded.has(path)) return resolve();
      const script = document.createElement("script");
      script.src = path;
      script.onload = script.onerror = resolve;
      document.head.append(script);
    });

  const element = (name, text, language) => {
    const made = document.createElement(name);
    made.textContent = text;
    made.dir = "auto";
    if (language) made.lang = language;
    return made;
  };
  const item = ({ story: [href, day, tag, headline, language, said, source], editions }) => {
    const link = element("a", headline, language);
    link.href = href;
    const about = element("p", [editions[href.split("#")[0]], source].filter(Boolean).join(" · "));
    about.className = "quiet";
    const made = document.createElement("li");
    made.append(link, element("p", said, language), about);
    return made;
  };

  const [form, box, choice, hits, count] = ["form", "q", "language", "hits", "count"].map((id) => document.getElementById(id));
  const LIMIT = 100;
  let turn = 0;
  const show = (found, done) => {
    found.sort((a, b) => b.score - a.score || b.story[1].localeCompare(a.story[1]));
    hits.replaceChildren(...found.slice(0, LIMIT).map(item));
    count.textContent = found.length || !done ? labels.found.replace("{n}", found.length) : labels.none;
    document.documentElement.dataset.searched = done ? "done" : "";
  };
  const search = async () => {
    const mine = ++turn;
    const query = parse(box.value);
    const found = [];
    const wanted = shards.filter(([, tag]) => !choice?.value || tag === choice.value);
    if (!query.some((part) => !part.excluded)) {
      hits.replaceChildren();
      count.textContent = "";
      return;
    }
    for (const [path] of wanted) {
      await load(path);
      if (mine !== turn) return;
      found.push(...(loaded.has(path) ? find(loaded.get(path), query) : []));
      show(found, false);
    }
    show(found, true);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  box.addEventListener("input", search);
  choice?.addEventListener("change", search);
  const asked = new URLSearchParams(location.search);
  box.value = asked.get("q") ?? "";
  if (choice) choice.value = asked.get("language") ?? "";
  search();
})();
