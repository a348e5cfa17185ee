import { expect, test } from "vitest";
import { publishedFacts } from "../../../compiler/init/source.ts";

test.for<[string, string | undefined, string | undefined, string | undefined]>([
  ["https://zlib.net/zlib-1.3.1.tar.gz", "zlib-1.3.1", "zlib", "1.3.1"],
  ["https://example.com/dist/wave_2.0.tar.xz", undefined, "wave", "2.0"],
  ["https://github.com/acme/wave/archive/refs/tags/v1.2.0.tar.gz", "wave-1.2.0", "wave", "1.2.0"],
  ["https://github.com/acme/wave/archive/v1.2.0.zip", undefined, "wave", "1.2.0"],
  ["https://example.com/node-v20.1.0-linux.tar.gz", "node-v20.1.0", "node", "20.1.0"],
  ["https://example.com/boost_1_84_0.tar.bz2", "boost_1_84_0", "boost", "1_84_0"],
  ["https://example.com/p7zip-16.02rc1.tgz", "p7zip-16.02rc1", "p7zip", "16.02rc1"],
  ["https://example.com/lib2-3.4.tar.gz", "lib2-3.4", "lib2", "3.4"],
  ["https://example.com/download?file=a.tar.gz", "source", undefined, undefined],
])("%s, with %s in it", ([url, top, name, version]) => {
  expect(publishedFacts({ url, top })).toMatchObject(
    version === undefined ? {} : { name, version },
  );
  if (version === undefined) expect(publishedFacts({ url, top })).toEqual({});
});

test("the home of what a forge hosts is known", () => {
  const url = "https://github.com/acme/wave/releases/download/v1/wave-1.0.tar.gz";
  expect(publishedFacts({ url, top: "wave-1.0" }).url).toBe("https://github.com/acme/wave");
  expect(publishedFacts({ url: "https://zlib.net/zlib-1.3.tar.gz", top: undefined }).url).toBe(
    undefined,
  );
});
