/** The command line: a table of commands, each loaded when it is called; exit codes; errors in one line. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import about from '../../package.json' with { type: 'json' }
import { severities } from '../model/finding.ts'
import { Refused } from '../model/refused.ts'
import { UsageError } from '../model/usage-error.ts'

/** What the exit codes mean; scripts rely on them. */
export const exitCodes = {
  clean: 0,
  findings: 1,
  usage: 2,
  unseen: 3,
  refused: 4,
  bug: 70,
  stopped: 130,
} as const

const epilogue = `
Exit codes: 0 clean; 1 findings at or above --fail-on; 2 wrong usage or
configuration; 3 could not see enough; 4 a write was refused or rolled back;
70 a bug of ekshield; 130 stopped by Ctrl-C.`

/** `--only a,b --only c`: ids and globs hold no commas. */
const collectGlobs = (value: string, before: string[] = []): string[] => [...before, ...value.split(',').filter(Boolean)]
const collectValues = (value: string, before: string[] = []): string[] => [...before, value]

function parseTime(text: string): string {
  const time = Date.parse(text)
  if (Number.isNaN(time)) throw new InvalidArgumentError('Write a date (2026-11-23) or a time (2026-11-23T12:00:00Z).')
  return new Date(time).toISOString()
}

const format = () => new Option('-f, --format <format[=file]>', 'format of the result, and the file it goes to (repeatable)').argParser(collectValues)
const failOn = () => new Option('--fail-on <severity>', 'exit 1 on open findings of this severity or worse').choices([...severities, 'none'])
const config = () => new Option('--config <file>', 'configuration; default: the nearest ekshield.yaml upward')
const asOf = () => new Option('--as-of <time>', 'judge ages as of this time; default: the time of the facts').argParser(parseTime)
const complete = () => new Option('--complete', 'the manifests are all there is: what they lack does not exist')

function parseSeconds(text: string): number {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)(s|m)?$/.exec(text) ?? []
  const seconds = Number(amount) * (unit === 'm' ? 60 : 1)
  if (!(seconds > 0 && seconds <= 86_400)) throw new InvalidArgumentError('Write seconds (90, 90s) or minutes (5m).')
  return seconds
}

/** Flags that name live clusters. */
const addLive = (command: Command): Command =>
  command
    .option('--context <name>', 'a context of the kubeconfig (repeatable); default: the current one', collectValues)
    .option('--kubeconfig <file>', 'default: KUBECONFIG, ~/.kube/config, or the pod it runs in')
    .option('--cluster <name>', 'an EKS cluster of the account; needs no kubeconfig')
    .option('--all-clusters', 'every EKS cluster of the account and region')
    .option('--region <region>', 'AWS region; default: that of the cluster')
    .option('--profile <name>', 'profile of the AWS configuration')
    .option('--role-arn <arn>', 'role to take on for asking AWS')
    .option('--no-aws', 'ask the Kubernetes API alone')
    .option('--no-kube', 'ask AWS alone')
    .option('--ask-kubelets', "ask each kubelet at its node's address for its configuration (get nodes/configz)")
    .option('--allow-node-proxy', 'ask kubelets through the API server (get nodes/proxy, a strong right)')
    .addOption(new Option('--timeout <time>', 'end of each phase, as 90s or 5m; what was seen by then is assessed').argParser(parseSeconds))

export function program(): Command {
  const ekshield = new Command('ekshield')
    .description('Security practices for Amazon EKS: assess clusters, accounts and the code that makes them.')
    .version(about.version)
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .configureHelp({ helpWidth: 80 })
    .addHelpText('after', epilogue)
    .exitOverride()

  const add = (name: string, summary: string): Command =>
    ekshield.command(name).description(summary).exitOverride().showSuggestionAfterError().configureHelp({ helpWidth: 80 })

  addLive(add('scan', 'assess a live cluster, a dump, a snapshot, or manifests'))
    .argument('[target...]', 'dump, snapshot, files, folders, globs, - for stdin; default: the cluster of the current context and its account')
    .addOption(format())
    .addOption(failOn())
    .option('--allow-unknown', 'do not exit 3 because some controls could not be decided')
    .option('--only <glob>', 'controls to judge: ids or globs (repeatable)', collectGlobs)
    .option('--skip <glob>', 'controls to leave out (repeatable)', collectGlobs)
    .addOption(config())
    .addOption(asOf())
    .addOption(complete())
    .option('--width <columns>', 'width of the text report', Number)
    .option('--no-colour', 'plain text; NO_COLOR does the same')
    .action(async (targets: string[], options) => (await import('./commands/scan.ts')).scan(targets, options))

  addLive(add('collect', 'write what a target shows into a snapshot that every command takes'))
    .argument('[target...]', 'what to collect; default: the cluster of the current context and its account')
    .requiredOption('-o, --output <file>', 'the snapshot, x.json.gz')
    .addOption(asOf())
    .addOption(complete())
    .action(async (targets: string[], options) => (await import('./commands/collect.ts')).collect(targets, options))

  addLive(add('fix', 'show what would mend the faults of a cluster or of manifests; --apply does it'))
    .argument('[target...]', 'manifests, folders, globs, or a plan; default: the cluster of the current context')
    .addOption(new Option('-f, --format <format>', 'format of the plan').choices(['text', 'json']).default('text'))
    .option('--apply', 'make the changes, judge again after each, and put back what made something worse')
    .option('-o, --output <file>', 'write the plan, x.json, for `ekshield fix x.json --apply`')
    .addOption(new Option('--risk <most>', 'the most that a change may cost').choices(['none', 'restart', 'outage']).default('restart'))
    .option('--patch-owned', 'patch objects that Helm, Argo CD, an operator or another owner keeps, too')
    .addOption(new Option('--ready-timeout <time>', 'how long a rollout may take, as 90s or 5m').argParser(parseSeconds).default(300, '5m'))
    .option('--undo [run|entry]', 'take back a run or one entry of the ledger; default: the last run')
    .option('--history', 'tell what was written, by whom, and whether it stands')
    .option('--ledger <file>', 'default: ekshield/ledger.jsonl below XDG_STATE_HOME (~/.local/state)')
    .option('--only <glob>', 'controls to mend: ids or globs (repeatable)', collectGlobs)
    .option('--skip <glob>', 'controls to leave out (repeatable)', collectGlobs)
    .option('--set <[where:]name=value>', 'a value the plan asks for; where: [namespace/]name[/container], globs (repeatable)', collectValues)
    .addOption(config())
    .option('--width <columns>', 'width of the text', Number)
    .action(async (targets: string[], options) => (await import('./commands/fix.ts')).fix(targets, options))

  add('report', 'show a saved assessment (scan -f json) in other formats')
    .argument('<assessment>', 'the file that `scan -f json=FILE` wrote')
    .addOption(format())
    .option('--width <columns>', 'width of the text report', Number)
    .option('--no-colour', 'plain text; NO_COLOR does the same')
    .action(async (file: string, options) => (await import('./commands/report.ts')).report(file, options))

  add('diff', 'compare two saved assessments: what is new, gone, the same')
    .argument('<before>', 'assessment, as JSON')
    .argument('<after>', 'assessment, as JSON')
    .addOption(new Option('-f, --format <format>', 'format of the result').choices(['text', 'json']).default('text'))
    .addOption(failOn())
    .action(async (before: string, after: string, options) => (await import('./commands/diff.ts')).diff(before, after, options))

  add('list', 'list the controls, or the rows of a benchmark')
    .addOption(new Option('-f, --format <format>', 'format of the list').choices(['text', 'json']).default('text'))
    .option('--only <glob>', 'ids or globs (repeatable)', collectGlobs)
    .option('--benchmark <name>', 'the rows of a benchmark and the controls that decide them')
    .action(async (options) => (await import('./commands/list.ts')).list(options))

  add('explain', 'tell all about a control: why, what it reads, how to mend it, examples')
    .argument('<control>', 'its id, such as pod/privileged-container')
    .addOption(new Option('-f, --format <format>', 'format of the text').choices(['text', 'json']).default('text'))
    .action(async (id: string, options) => (await import('./commands/explain.ts')).explain(id, options))

  addLive(add('enforce', 'show the policies that keep faults out, and what they would refuse today'))
    .argument('[target...]', 'as for scan, or `status`; default: the cluster of the current context')
    .addOption(
      new Option('-f, --format <format>', 'text, JSON, or manifests: of the API server (yaml), Kyverno, Gatekeeper')
        .choices(['text', 'json', 'yaml', 'kyverno', 'gatekeeper'])
        .default('text'),
    )
    .addOption(new Option('--mode <mode>', 'what the policies do on a fault').choices(['audit', 'warn', 'deny']))
    .option('--apply', 'install them; with --promote, --remove or --pod-security: do that')
    .option('--promote', 'show which installed policies go a step further: audit, warn, deny')
    .option('--remove', 'show what is installed by ekshield, to be taken away')
    .option('--pod-security', 'show the Pod Security labels that all pods of each namespace keep to')
    .option('--ledger <file>', 'default: ekshield/ledger.jsonl below XDG_STATE_HOME (~/.local/state)')
    .option('--exempt <record>', 'a namespace to leave alone: "NAME: reason; until YYYY-MM-DD" (repeatable)', collectValues)
    .option('--only <glob>', 'controls to enforce: ids or globs (repeatable)', collectGlobs)
    .option('--skip <glob>', 'controls to leave out (repeatable)', collectGlobs)
    .addOption(config())
    .addOption(asOf())
    .addOption(complete())
    .option('--width <columns>', 'width of the text', Number)
    .action(async (targets: string[], options) => (await import('./commands/enforce.ts')).enforce(targets, options))

  addLive(add('doctor', 'tell the least rights that the controls need, and what the caller lacks'))
    .addOption(new Option('-f, --format <format>', 'text, or the least policy').choices(['text', 'json', 'yaml', 'terraform']).default('text'))
    .option('--fix', 'the rights that `ekshield fix` takes in the cluster, too')
    .option('--only <glob>', 'controls to choose: ids or globs (repeatable)', collectGlobs)
    .option('--skip <glob>', 'controls to leave out (repeatable)', collectGlobs)
    .addOption(config())
    .action(async (options) => (await import('./commands/doctor.ts')).doctor(options))

  add('completion', 'print the completion script of a shell').argument('<shell>', 'bash, zsh, fish or powershell')

  return ekshield
}

/** Runs one command line. @returns the exit code */
export async function main(argv: readonly string[]): Promise<number> {
  // `| head` closes our stdout early: that is the reader's right, and no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(Number(process.exitCode ?? 0))
    throw error
  })
  try {
    const ekshield = program()
    if (argv[2] === 'completion' || argv[2] === 'complete') (await import('./commands/completion.ts')).addCompletion(ekshield)
    await ekshield.parseAsync([...argv])
    return Number(process.exitCode ?? exitCodes.clean)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.usage
    if (error instanceof UsageError) {
      process.stderr.write(`ekshield: ${error.message}\n`)
      return exitCodes.usage
    }
    if (error instanceof Refused) {
      process.stderr.write(`ekshield: ${error.message}\n`)
      return exitCodes.refused
    }
    if (error instanceof Error && error.name === 'Interrupted') {
      process.stderr.write('ekshield: stopped; nothing was left behind\n')
      return (error as Error & { exit?: number }).exit ?? exitCodes.stopped
    }
    const told = systemError(error)
    if (told !== undefined) {
      process.stderr.write(`ekshield: ${told}\n`)
      return exitCodes.usage
    }
    process.stderr.write(`ekshield: a bug; please report it with this text.\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    return exitCodes.bug
  }
}

const systemWords: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'is no folder',
  ENOSPC: 'no space left on the disk; nothing was written',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many open files',
}

/** What the system refused, in words; undefined for errors that are not the system's. */
function systemError(error: unknown): string | undefined {
  const { code, path } = error as NodeJS.ErrnoException
  const words = code === undefined ? undefined : systemWords[code]
  if (words === undefined) return undefined
  return path === undefined ? words : `${path}: ${words}`
}
