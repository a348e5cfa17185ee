import { shout } from "shout";

console.log(shout(process.argv[2] ?? "hello from npm"));
