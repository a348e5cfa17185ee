/** A command that makes root of the tests an ordinary user; who is one already stays it. */
export const becomeNobody: readonly string[] =
  process.getuid?.() === 0
    ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]
    : [];
