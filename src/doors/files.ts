/** The door to files: reads, lists, and writes whole files or nothing. The only place that touches `node:fs`. */
import { randomBytes } from 'node:crypto'
import { createReadStream, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs'
import { access, constants, link, mkdir, open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

export interface Entry {
  readonly path: string
  readonly bytes: number
  readonly sort: 'file' | 'folder' | 'other'
}

/** Undefined where there is nothing at the path. Other errors (no permission) are thrown. */
export async function lookAt(path: string): Promise<Entry | undefined> {
  try {
    return entryOf(path, await stat(path))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const entryOf = (path: string, found: Stats): Entry => ({ path, bytes: found.size, sort: found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other' })

export const readText = (path: string): Promise<string> => readFile(path, 'utf8')
export const readBytes = (path: string): Promise<Buffer> => readFile(path)
/** The first bytes of a file. */
export async function readHead(path: string, bytes: number): Promise<Buffer> {
  const handle = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
/** Without waiting in turn for the disk: of many small files, the waiting is the larger part. */
export const readBytesNow = (path: string): Buffer => readFileSync(path)
export const readChunks = (path: string): AsyncIterable<Buffer> => createReadStream(path, { highWaterMark: 4 << 20 })

const pieceSize = 4 << 20
const spareSize = 1 << 20

/**
 * Reads a file in large pieces; while one is used, the next is on its way. `use` says how many bytes it is done with; the
 * rest stands again before the next piece. At the end it is called with what is left, and `last`. Pieces are only good
 * until `use` returns. Throws what the file system says.
 */
export async function readPieces(path: string, use: (bytes: Buffer, last: boolean) => number): Promise<void> {
  const handle = await open(path)
  try {
    let [current, other] = [Buffer.allocUnsafeSlow(spareSize + pieceSize), Buffer.allocUnsafeSlow(spareSize + pieceSize)]
    let rest: Buffer = Buffer.alloc(0)
    let reading = handle.read(current, spareSize, pieceSize)
    for (;;) {
      const { bytesRead } = await reading
      let bytes: Buffer
      if (rest.length <= spareSize) {
        rest.copy(current, spareSize - rest.length)
        bytes = current.subarray(spareSize - rest.length, spareSize + bytesRead)
      } else bytes = Buffer.concat([rest, current.subarray(spareSize, spareSize + bytesRead)])
      const last = bytesRead === 0
      if (!last) reading = handle.read(other, spareSize, pieceSize)
      const used = use(bytes, last)
      if (last) return
      rest = bytes.subarray(used)
      ;[current, other] = [other, current]
    }
  } finally {
    await handle.close()
  }
}

/** Names in a folder, sorted, so that a scan gives the same result on every file system. */
export async function list(folder: string): Promise<string[]> {
  return (await readdir(folder)).sort()
}

/**
 * All files below a folder, sorted by path. Symbolic links are followed, but no folder is entered twice, so that loops
 * end. Hidden folders and `node_modules` are passed over. `skipped` hears of what could not be read.
 */
export async function walk(folder: string, skipped: (path: string, error: Error) => void): Promise<Entry[]> {
  const entered = new Set<string>()
  const found: Entry[] = []
  const enter = (path: string): void => {
    try {
      const real = realpathSync(path)
      if (entered.has(real)) return
      entered.add(real)
      for (const name of readdirSync(path).sort()) {
        if (name.startsWith('.') || name === 'node_modules') continue
        const child = join(path, name)
        try {
          const status = statSync(child, { throwIfNoEntry: false })
          const entry = status && entryOf(child, status)
          if (!entry) skipped(child, new Error('the symbolic link leads nowhere'))
          else if (entry.sort === 'folder') enter(child)
          else if (entry.sort === 'file') found.push(entry)
        } catch (error) {
          skipped(child, error as Error)
        }
      }
    } catch (error) {
      skipped(path, error as Error)
    }
  }
  enter(folder)
  return found
}

export async function readStdin(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** Makes a folder and those above it, where they are not there yet. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true })
}

/**
 * Writes a whole file or leaves what was there: to a neighbour first, then renamed. Throws what the file system says.
 * @param mode of a file that is new
 */
export async function writeWhole(path: string, content: string | Uint8Array | Iterable<string>, mode = 0o644): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.part`)
  const handle = await open(draft, 'wx', mode)
  try {
    if (typeof content === 'string' || content instanceof Uint8Array) await handle.writeFile(content)
    else for (const part of content) await handle.write(part)
    await handle.sync()
    await handle.close()
    await rename(draft, path)
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(draft, { force: true })
    throw error
  }
}

/** Writes another text into a file that is there: its rights stay, and a symbolic link still leads to it. */
export async function rewrite(path: string, content: string): Promise<void> {
  const real = await realpath(path)
  await writeWhole(real, content, (await stat(real)).mode & 0o777)
}

/** Why a file cannot be written; undefined where it can. Of a file that is marked read-only that counts, whoever asks. */
export async function whyNotWritable(path: string): Promise<string | undefined> {
  try {
    const real = await realpath(path)
    if (((await stat(real)).mode & 0o222) === 0) return 'it is read-only'
    await access(real, constants.W_OK)
    await access(dirname(real), constants.W_OK)
    return undefined
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOENT' ? 'it is gone' : code === 'EROFS' ? 'the file system is read-only' : 'permission is denied'
  }
}

/** A file of lines that only grows. Each line is on the disk before `append` ends. */
export interface Log {
  readonly lines: readonly string[]
  append(line: string): Promise<void>
  close(): Promise<void>
}

/**
 * Opens a log for one writer at a time, and makes it where there is none. A last line that was cut short is taken away.
 * @returns or the process that holds it
 */
export async function openLog(path: string): Promise<Log | { readonly heldBy: number }> {
  await makeFolder(dirname(path))
  const heldBy = await lock(`${path}.lock`)
  if (heldBy !== undefined) return { heldBy }
  try {
    const lines = await readLog(path)
    const file = await open(path, 'a', 0o600)
    // What is behind the last line break was cut short by a kill.
    await file.truncate(lines.reduce((size, line) => size + Buffer.byteLength(line) + 1, 0))
    return {
      lines,
      async append(line) {
        await file.writeFile(`${line}\n`)
        await file.sync()
      },
      async close() {
        await file.close()
        await rm(`${path}.lock`, { force: true })
      },
    }
  } catch (error) {
    await rm(`${path}.lock`, { force: true })
    throw error
  }
}

/** The whole lines of a log; none where there is no file. */
export async function readLog(path: string): Promise<string[]> {
  const text = await readText(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text.split('\n').slice(0, -1)
}

/** @returns the process that holds the lock, if one does that still runs */
async function lock(path: string): Promise<number | undefined> {
  const own = `${path}.${process.pid}`
  await writeWhole(own, String(process.pid))
  try {
    for (;;) {
      try {
        await link(own, path)
        return undefined
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
        const holder = Number(await readText(path).catch(() => ''))
        if (holder > 0 && isRunning(holder)) return holder
        await rm(path, { force: true })
      }
    }
  } finally {
    await rm(own, { force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
