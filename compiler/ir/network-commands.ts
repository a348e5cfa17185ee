/** Commands that fetch something themselves, so that the callback that runs them needs the network. */

const commands = [
  "curl|wget|aria2c|rsync|scp|npx|apt-get|apk|opam|luarocks|cpanm?",
  "git\\s+(?:clone|fetch|pull|submodule|ls-remote)|svn\\s+(?:co|checkout|export)|hg\\s+clone",
  "(?:npm|pnpm|yarn)\\s+(?:ci|i|install|add|exec|run)|bower\\s+install",
  "pip3?\\s+(?:install|download)|poetry\\s+install|uv\\s+(?:sync|pip)|conda\\s+install",
  "go\\s+(?:build|install|get|mod|run|test|generate)|dep\\s+ensure|glide\\s+install",
  "cargo\\s+(?:build|install|fetch|test|vendor|run)",
  "bundle\\s+install|gem\\s+install|composer\\s+(?:install|update)|mix\\s+deps|rebar3",
  "mvnw?|gradlew?|sbt|lein|ant|bazel",
  "stack\\s+(?:build|install|setup)|cabal\\s+(?:update|build|install)",
  "dotnet\\s+(?:restore|build|publish)|nuget|hab\\s+pkg\\s+install|docker\\s+pull",
];

const pattern = new RegExp(`(?<![\\w.-])(?:${commands.join("|")})(?![\\w-])`);

/** Whether a text of a plan runs such a command, as far as its words tell. */
export function usesNetwork(text: string): boolean {
  return pattern.test(text);
}
