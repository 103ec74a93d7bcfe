/** Plays what EKS runs beside the API server, and ends the run's processes if the lab goes away without doing so. */
import { readFileSync, rmSync } from 'node:fs'
import type { Server } from 'node:https'
import { join } from 'node:path'
import { KubeApi } from '../kube-api.ts'
import { stopAll } from '../processes.ts'
import { makeHooks, makeKubelet } from './serve.ts'
import type { SideSettings } from './settings.ts'
import { makeTunnel } from './tunnel.ts'

const run = process.argv[2]!
const settings = JSON.parse(readFileSync(join(run, 'side.json'), 'utf8')) as SideSettings
const pki = (name: string) => readFileSync(join(run, 'pki', name), 'utf8')
const api = new KubeApi(settings.server, join(run, 'pki/ca.crt'), { cert: pki('side-client.crt'), key: pki('side-client.key') })
const hooks = makeHooks(settings, api)

const servers = new Map<string, Server>()
/** The kubelet at an address; those that the world does not name are made when they are first asked. */
function kubelet(ip: string): Server | undefined {
  const known = servers.get(ip)
  if (known || !settings.otherKubelets) return known
  const made = makeKubelet(settings, api, ip, settings.otherKubelets)
  servers.set(ip, made)
  return made
}
for (const { node, address, port, configz } of settings.kubelets) {
  const server = makeKubelet(settings, api, node, configz)
  if (port === undefined) servers.set(address, server)
  else server.listen(port, '127.0.0.1')
}

makeTunnel({ kubelet, hooks }).listen(join(run, 'tunnel.sock'))
hooks.listen(settings.hooksPort, '127.0.0.1', () => console.log('ready'))
process.on('SIGTERM', () => process.exit(0))

process.stdin.resume()
process.stdin.on('end', async () => {
  await stopAll(run)
  rmSync(run, { recursive: true, force: true })
  process.exit(0)
})
