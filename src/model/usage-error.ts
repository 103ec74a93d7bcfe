/** The user asked for something that cannot be: told in one line, exit 2, never a stack trace. */

export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}
