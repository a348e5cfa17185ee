import fc from "fast-check";
import { lists, maps, patterns } from "./texts.ts";
import { word } from "./words.ts";

const keys = fc.constantFrom("k", "a b", "$a", "$c", "x.y", "'q r'", '"$b"', "1", "i", "k$i", "@");
const bounds = fc.constantFrom(
  "0",
  "1",
  "2",
  "5",
  " -1",
  " -2",
  " -9",
  "i",
  "n-2",
  " -n",
  "${#a}",
  "i+1",
  "(-1)",
);

const element = fc.oneof(
  fc.tuple(maps, keys).map(([name, key]) => `${name}[${key}]`),
  fc
    .tuple(lists, fc.constantFrom("0", "1", "-1", "-9", "i", "i+1", "n", "$i", "unset_name"))
    .map(([name, index]) => `${name}[${index}]`),
  fc.constantFrom("a", "b", "c", "pkg_x", "unset_name", "@", "1"),
);

/** Expansions of one element or variable: what is cut out of it, put in its place, or asked of it. */
const looks = fc.oneof(
  element.map((one) => `\${${one}}`),
  element.map((one) => `\${#${one}}`),
  fc.tuple(element, bounds, bounds).map(([one, from, length]) => `\${${one}:${from}:${length}}`),
  fc.tuple(element, bounds).map(([one, from]) => `\${${one}:${from}}`),
  fc
    .tuple(element, fc.constantFrom("#", "##", "%", "%%"), patterns)
    .map((parts) => `\${${parts.join("")}}`),
  fc
    .tuple(
      element,
      fc.constantFrom("//", "/#", "/%", "/"),
      patterns.filter((one) => !one.includes("/")),
      word,
    )
    .map(([one, sign, pattern, to]) => `\${${one}${sign}${pattern}/${to}}`),
  fc
    .tuple(element, fc.constantFrom(":-", "-", ":+", "+"), word)
    .map((parts) => `\${${parts.join("")}}`),
  fc
    .tuple(element, fc.constantFrom("^", "^^", ",", ",,", "@U", "@Q", "@a", "@L", "^^[a-m]", "~~"))
    .map((parts) => `\${${parts.join("")}}`),
  fc
    .tuple(element, element, element)
    .map(([one, two, three]) => `\${${one}:-\${${two}:-"\${${three}}"}}`),
  fc.tuple(element, element).map(([one, two]) => `\${${one}%"\${${two}#*.}"}`),
  fc.tuple(element, element).map(([one, two]) => `\${${one}//\${${two}:0:1}/<\${#${two}}>}`),
  fc.constantFrom("${!pkg_*}", '"${!pkg_@}"', "${!l[@]}", '"${!h[@]}"', '"${h[*]}"', "${#h[@]}"),
);

const whole = fc.oneof(
  fc
    .tuple(lists, fc.constantFrom("@", "*"), bounds, fc.option(bounds))
    .map(
      ([name, all, from, length]) =>
        `\${${name}[${all}]:${from}${length === null ? "" : `:${length}`}}`,
    ),
  fc
    .tuple(fc.constantFrom("@", "*"), bounds, fc.option(bounds))
    .map(([all, from, length]) => `\${${all}:${from}${length === null ? "" : `:${length}`}}`),
  fc
    .tuple(lists, fc.constantFrom("@", "*"), fc.constantFrom("#", "%%", "/", "//"), patterns)
    .filter(([, , sign, pattern]) => !sign.startsWith("/") || !pattern.includes("/"))
    .map(
      ([name, all, sign, pattern]) =>
        `\${${name}[${all}]${sign}${pattern}${sign.startsWith("/") ? "/+" : ""}}`,
    ),
);

const quotedOrNot = fc
  .oneof(looks, whole)
  .chain((one) => fc.constantFrom(one, `"${one.replaceAll('"', "")}"`));

/** Statements about lists and maps: elements set, appended to, removed and asked for. */
export const keeping = fc.oneof(
  { weight: 3, arbitrary: quotedOrNot.map((one) => `pkg_x=${one}`) },
  {
    weight: 3,
    arbitrary: fc.tuple(quotedOrNot, quotedOrNot).map(([one, two]) => `pkg_l=(${one} z ${two})`),
  },
  fc
    .tuple(maps, keys, fc.constantFrom("=", "+="), word)
    .map(([name, key, sign, value]) => `${name}[${key}]${sign}${value}`),
  fc
    .tuple(maps, fc.constantFrom("=", "+="), keys, keys, word)
    .map(([name, sign, one, two, value]) => `${name}${sign}([${one}]=${value} [${two}]+=t)`),
  fc.tuple(maps, keys).map(([name, key]) => `unset "${name}[${key.replaceAll('"', "")}]"`),
  fc
    .tuple(maps, keys)
    .map(([name, key]) => `[[ -v "${name}[${key.replaceAll('"', "")}]" ]] && pkg_y=has`),
  fc.tuple(maps, keys, word).map(([name, key, value]) => `: \${${name}[${key}]:=${value}}`),
  maps.map((name) => `for k in "\${!${name}[@]}"; do pkg_n=$((pkg_n + \${#k})); done`),
  fc.tuple(lists, bounds).map(([name, index]) => `unset '${name}[${index.trim()}]'`),
  fc
    .tuple(lists, fc.constantFrom("=", "+="), word, word)
    .map(([name, sign, one, two]) => `${name}${sign}(${one} [3]=${two} x [1]+=y)`),
  fc.constantFrom(
    'pkg_l=("${pkg_l[@]:1}" "${pkg_l[0]}")',
    "pkg_l+=x",
    "l[n]+=z",
    "pkg_h=()",
    "pkg_h=(one 1 two 2)",
    "unset pkg_h; pkg_h=(one 1)",
    "pkg_m=(${!pkg_l[@]})",
    "declare -A pkg_g=([a]=1 [a]=2); pkg_g[a]+=3",
    "declare -A pkg_g; pkg_g[x]=1",
    "declare -A pkg_g=(x 1 y)",
    "declare -ar pkg_r=(1 2)",
    "pkg_copy=(${pkg_l[*]})",
    "f4() { local -A h=([k]=in); local -a l=(in); pkg_y=${h[k]}$l; pkg_h[new]=1; }; f4",
    "f5() { local -n to=$1; to+=(more); to[0]=first; }; f5 pkg_l",
    "pkg_x=${pkg_l[@]/a/b}",
    'pkg_x="${l[*]}" IFS=, && pkg_y="${l[*]}"',
    'read -ra pkg_m <<< "${pkg_l[*]}"',
    "[[ ${l[*]} == *b* ]] && pkg_y=in",
    "[[ \" ${pkg_l[*]} \" == *' one '* ]] || pkg_y=out",
  ),
);
