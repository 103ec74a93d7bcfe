/** The AWS account beside the cluster: what the lab asks of its stand-in, and how it finds it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './paths.ts'

export interface Aws {
  readonly endpoint: string
  stop(): Promise<void>
  credentials(user: string): { readonly accessKeyId: string; readonly secretAccessKey: string }
}

type StartAws = (options: { world: string; dir: string }) => Promise<Aws>

/** Starts the stand-in where the checkout has one; a lab without it is a cluster without an account. */
export async function startAws(options: { world: string; dir: string }): Promise<Aws | undefined> {
  const file = join(root, 'lab/aws/index.ts')
  if (!existsSync(file)) return undefined
  const { bundled } = (await import(pathToFileURL(join(root, 'scripts/bundled.mjs')).href)) as { bundled(script: string): Promise<string> }
  const { startAws: start } = (await import(pathToFileURL(await bundled('lab/aws/index.ts')).href)) as { startAws: StartAws }
  return start(options)
}
