/** The text in capitals. */
export const shout = (text) => text.toUpperCase();
