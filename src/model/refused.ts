/** A write that was refused, or taken back: the program says so in one sentence and ends with exit code 4. */
export class Refused extends Error {
  override readonly name = 'Refused'
}
