import { expect, test } from "vitest";
import { usesNetwork } from "../../../compiler/ir/index.ts";

test.each([
  "git clone https://example.com/x",
  "cd src && npm ci --omit=dev",
  "curl -fsSL $url | tar -x",
  'go build -o "$pkg_prefix/bin/x" ./...',
  "python3 -m pip install .",
  "./gradlew build",
])("%s fetches something", (text) => expect(usesNetwork(text)).toBe(true));

test.each([
  "make install",
  "git describe --tags",
  "cargo-build x; my-npm ci",
  "rm -rf curl-8.0; cp libcurl.so x",
  "echo going",
])("%s does not", (text) => expect(usesNetwork(text)).toBe(false));
