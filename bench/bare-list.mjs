/** The bare client that a live scan is measured against: lists the same objects in the same pages, and throws them away. */
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'

/** What to list: {server, ca, cert, key, pageSize, lanes, lists: [{path, accept}]}; certificates are PEM. */
const { server, ca, cert, key, pageSize, lanes, lists } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const agent = new Agent({ keepAlive: true, ca, cert, key })

const get = (path, accept) =>
  new Promise((resolve, reject) => {
    const call = request(new URL(path, server), { agent, headers: { Accept: accept, 'User-Agent': 'bare' } }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        response.statusCode === 200 ? resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))) : reject(new Error(`${path}: ${response.statusCode}`)),
      )
    })
    call.on('error', reject)
    call.end()
  })

let pages = 0
let objects = 0
let next = 0
const lane = async () => {
  while (next < lists.length) {
    const { path, accept } = lists[next++]
    let token = ''
    do {
      const page = await get(`${path}?limit=${pageSize}${token && `&continue=${encodeURIComponent(token)}`}`, accept)
      pages += 1
      objects += page.items?.length ?? 0
      token = page.metadata.continue ?? ''
    } while (token)
  }
}
await Promise.all(Array.from({ length: lanes }, lane))
agent.destroy()
console.log(JSON.stringify({ pages, objects }))
