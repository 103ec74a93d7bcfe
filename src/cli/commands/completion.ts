/** `ekshield completion SHELL`: completion scripts, and the hidden command that they call. */
import tab from '@bomb.sh/tab/commander'
import type { Command } from 'commander'

/** Takes the place of the stand-in that only shows the command in --help. */
export function addCompletion(program: Command): void {
  const commands = program.commands as Command[]
  commands.splice(
    commands.findIndex((command) => command.name() === 'completion'),
    1,
  )
  tab(program, { completionCommandName: 'completion' })
}
