/** Files for several clusters: the name of each goes into the name of its file. */

const ending = /(\.[a-z0-9]+(?:\.gz)?)?$/i

/** `out/report.json`, `prod` -> `out/report.prod.json`; a name without an ending gets it behind. */
export function fileFor(file: string, name: string): string {
  const folder = file.slice(0, file.lastIndexOf('/') + 1)
  const base = file.slice(folder.length)
  return `${folder}${base.replace(ending, (end) => `.${name}${end}`)}`
}

/** Names that every file system takes, each once: of an ARN its last part, and a number where that would be taken. */
export function filesOf(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    const last = (name.split('/').at(-1) ?? name).replace(/[^0-9A-Za-z._-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '') || 'cluster'
    let file = last.slice(0, 100)
    for (let i = 2; taken.has(file.toLowerCase()); i++) file = `${last.slice(0, 100)}-${i}`
    taken.add(file.toLowerCase())
    return file
  })
}
