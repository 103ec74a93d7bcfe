/** Edits YAML and JSON by splicing text: all bytes outside the changed nodes stay as they were. */
import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, parseAllDocuments, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml'
import { canonical } from '../model/canonical.ts'
import type { Edit } from '../model/change.ts'
import { applyEdits } from '../model/edit.ts'
import { joinPath, parsePath, type Segment } from '../model/path.ts'

/** An edit that cannot be made without touching more than it names; the message says why. */
export class Unspliceable extends Error {
  override readonly name = 'Unspliceable'
}

/** Where an object is: its document in the text, counted from 0 (empty ones count), and its path in it (`items[2]` within a List, else ''). */
export interface Place {
  readonly document: number
  readonly base: string
}

/** A text that is edited again and again: each document is read when it is first touched, and no other is read again. */
export interface Sheet {
  readonly text: string
  /** The place of an object that began on a line of the text as it was opened. Undefined where none did. */
  placeOf(line: number): Place | undefined
  /** Carries out all of the edits, or none. @throws Unspliceable */
  splice(place: Place, edits: readonly Edit[]): void
}

/** A run of whole documents: one, where it reads by itself as it does in its place, else all. */
interface Part {
  readonly text: string
  readonly documents?: readonly Parsed[]
}

/** Nothing is read before it is asked for. */
export function openSheet(text: string): Sheet {
  const isTemplate = /\{\{.*\}\}/.test(text)
  let read: readonly Parsed[] | undefined
  const documents = () => {
    read ??= documentsOf(text)
    return read
  }
  let spans: readonly Span[] | undefined
  let parts: Part[] | undefined
  const sheet = {
    text,
    placeOf(line: number) {
      spans ??= spansOf(text, documents())
      return spans.find(({ from, to }) => from <= line && line <= to)?.place
    },
    splice({ document, base }: Place, edits: readonly Edit[]) {
      if (isTemplate) throw new Unspliceable('it is a template: edit what fills it in')
      parts ??= partsOf(text, documents())
      if (document >= documents().length) throw new Unspliceable(`the file has no document ${document + 1}`)
      if (parts.length > 1 && !parts[document]?.documents) {
        const one = parts[document] as Part
        const alone = readAlone(one.text, documents()[document] as Parsed)
        if (alone) parts[document] = { text: one.text, documents: [alone] }
        else parts = [{ text: sheet.text, documents: documentsOf(sheet.text) }]
      }
      const at = parts.length > 1 ? document : 0
      let part = parts[at] as Part
      for (const { path, value } of edits) part = spliceOne(part, parts.length > 1 ? 0 : document, [...parsePath(base), ...parsePath(path)], value)
      parts[at] = part
      sheet.text = parts.map((one) => one.text).join('')
    },
  }
  return sheet
}

/** A copy of the text with the edits of one object in it. @throws Unspliceable */
export function splice(text: string, document: number, base: string, edits: readonly Edit[]): string {
  const sheet = openSheet(text)
  sheet.splice({ document, base }, edits)
  return sheet.text
}

/** The text cut behind each document. */
function partsOf(text: string, documents: readonly Parsed[]): Part[] {
  if (documents.length < 2) return [{ text, documents }]
  const cuts = documents.map(({ range }, i) => (i === documents.length - 1 ? text.length : range[2]))
  return cuts.map((end, i) => ({ text: text.slice(i === 0 ? 0 : cuts[i - 1], end) }))
}

/** A document that is read without its neighbours; undefined where it then means something else. */
function readAlone(text: string, wanted: Parsed): Parsed | undefined {
  const [document, ...more] = documentsOf(text)
  return document && more.length === 0 && meaning([document]) === meaning([wanted]) ? document : undefined
}

interface Span {
  /** Lines, counted from 1. */
  readonly from: number
  readonly to: number
  readonly place: Place
}

/** The lines of all objects, those within a List before the List itself. */
function spansOf(text: string, documents: readonly Parsed[]): Span[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const lineOf = (offset: number): number => {
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] as number) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
  const span = (node: Node, document: number, base: string): Span => ({ from: lineOf(startOf(node)), to: lineOf(endOf(node)), place: { document, base } })
  return documents.flatMap(({ contents }, document) => {
    if (!isMap(contents)) return []
    const items = contents.get('items', true) as unknown
    const inner = String(contents.get('kind')).endsWith('List') && isSeq(items) ? (items.items as Node[]) : []
    return [...inner.map((item, i) => span(item, document, `items[${i}]`)), span(contents, document, '')]
  })
}

interface Piece {
  readonly from: number
  readonly to: number
  readonly put: string
}

function spliceOne({ text, documents = [] }: Part, index: number, path: readonly Segment[], value: unknown): Part {
  const { from, to, put } = pieceFor(text, documents[index] as Parsed, path, value)
  const after = text.slice(0, from) + put + text.slice(to)
  const got = documentsOf(after)
  // What the text means afterwards is what the edit asked for, or nothing was done; and the next document begins on a line of its own.
  const wanted = documents.map((one, at) => (at === index ? applyTo(one.toJS(), path, value) : one.toJS()))
  if (canonical(wanted) !== meaning(got) || (text.endsWith('\n') && !after.endsWith('\n')))
    throw new Unspliceable('its layout is too unusual to be edited without changing more')
  return { text: after, documents: got }
}

type Parsed = Document.Parsed<ParsedNode>

function documentsOf(text: string): Parsed[] {
  const documents = parseAllDocuments(text, { merge: true, uniqueKeys: false })
  if (!Array.isArray(documents)) return []
  const broken = documents.flatMap(({ errors }) => errors)[0]
  if (broken) throw new Unspliceable(`it cannot be read: ${broken.message.split('\n')[0]}`)
  return documents
}

const applyTo = (object: unknown, path: readonly Segment[], value: unknown): unknown => applyEdits(object, [{ path: joinPath('', ...path), value }])

const meaning = (documents: readonly Parsed[]): string => canonical(documents.map((one) => one.toJS()))

type Node = ParsedNode
type Entry = Pair<Node, Node | null>

const startOf = (node: Node): number => node.range[0]
const endOf = (node: Node): number => node.range[1]
const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1
const columnOf = (text: string, at: number): number => at - lineStart(text, at)
/** The end of the line, without its line break. */
const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : text[end - 1] === '\r' ? end - 1 : end
}
const newline = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n')

function pieceFor(text: string, document: Parsed, path: readonly Segment[], value: unknown): Piece {
  const shared = aliasedIn(document)
  let node: Node | null = document.contents
  let entry: Entry | undefined
  for (const [depth, key] of path.entries()) {
    const isLast = depth === path.length - 1
    if (node && isAlias(node)) throw new Unspliceable(`${path.slice(0, depth).join('.')} is an alias of a value that others share`)
    if (node && 'anchor' in node && node.anchor !== undefined && shared.has(node.anchor))
      throw new Unspliceable(`${path.slice(0, depth).join('.')} is shared by the anchor &${node.anchor}`)
    if (isMap(node)) {
      const map: YAMLMap.Parsed = node
      const found: Entry | undefined = entriesOf(map).find((one) => keyOf(one) === String(key))
      if (!found) return value === undefined ? nothing : addKey(text, map, String(key), nested(path.slice(depth + 1), value), !isLast)
      if (isLast) return value === undefined ? removeEntry(text, map, found) : replaceValue(text, found, value)
      // A key without a value is a map that nothing stands in yet.
      if (isEmpty(found.value)) return value === undefined ? nothing : replaceValue(text, found, nested(path.slice(depth + 1), value))
      entry = found
      node = found.value
    } else if (isSeq(node)) {
      const list: YAMLSeq.Parsed = node
      const item = list.items[Number(key)] as Node | undefined
      if (item === undefined) throw new Unspliceable(`there is no element ${key}`)
      if (isLast) return value === undefined ? removeElement(text, list, Number(key), entry) : replaceNode(text, item, value)
      node = item
    } else throw new Unspliceable(`${path.slice(0, depth).join('.')} is no map`)
  }
  throw new Unspliceable('the path leads nowhere')
}

const nothing: Piece = { from: 0, to: 0, put: '' }
const entriesOf = (map: YAMLMap.Parsed): Entry[] => map.items as Entry[]
const keyOf = ({ key }: Entry): string | undefined => (isScalar(key) ? (key.source ?? String(key.value)) : undefined)
const isEmpty = (node: Node | null): boolean => node === null || (isScalar(node) && node.value === null && startOf(node) === endOf(node))

function aliasedIn(document: Parsed): ReadonlySet<string> {
  const names = new Set<string>()
  const look = (node: unknown): void => {
    if (isAlias(node)) names.add(node.source)
    else if (isMap(node)) for (const { value } of node.items) look(value)
    else if (isSeq(node)) node.items.forEach(look)
  }
  look(document.contents)
  return names
}

/** The value within the parents that are missing. */
const nested = (path: readonly Segment[], value: unknown): unknown =>
  path.reduceRight<unknown>((inner, key) => (typeof key === 'number' ? [inner] : { [key]: inner }), value)

/** Words, quantities, and images with their colons and digests: what people write without quotes, and no YAML reads as anything but text. */
const isPlain = (text: string): boolean =>
  (/^[A-Za-z_][\w./@:-]*(?<!:)$/.test(text) && !/^(true|false|yes|no|on|off|y|n|null)$/i.test(text)) || /^[1-9]\d*(m|k|[KMGT]i?)$/.test(text)

/** In one line. */
function inline(value: unknown, isJson: boolean): string {
  if (typeof value === 'string') return !isJson && isPlain(value) ? value : JSON.stringify(value)
  if (typeof value !== 'object' || value === null || isJson) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((one) => inline(one, false)).join(', ')}]`
  return `{${Object.entries(value)
    .map(([key, child]) => `${inline(key, false)}: ${inline(child, false)}`)
    .join(', ')}}`
}

/** As lines of a block map, the first without its indentation. */
function block(key: string, value: unknown, indent: number, eol: string): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.keys(value).length === 0)
    return `${inline(key, false)}: ${inline(value, false)}`
  const inner = Object.entries(value).map(([name, child]) => `${eol}${' '.repeat(indent + 2)}${block(name, child, indent + 2, eol)}`)
  return `${inline(key, false)}:${inner.join('')}`
}

const isJsonLike = (map: YAMLMap.Parsed): boolean => entriesOf(map).some(({ key }) => isScalar(key) && (key as Scalar).type === 'QUOTE_DOUBLE')
const isBlockText = ({ type }: { readonly type?: unknown }): boolean => type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED'
/** A value that begins and ends on one line, so that the next line is the map's own. */
const isOneLine = (text: string, { value }: Entry): boolean =>
  value !== null && isScalar(value) && !isEmpty(value) && !isBlockText(value) && !text.slice(startOf(value), endOf(value)).includes('\n')

function addKey(text: string, map: YAMLMap.Parsed, key: string, value: unknown, isParent: boolean): Piece {
  const entries = entriesOf(map)
  if (isParent && entries.some((one) => keyOf(one) === '<<')) throw new Unspliceable(`${key} may come by a merge key, and would lose what it holds`)
  const first = entries[0]
  if (map.flow) {
    const isJson = isJsonLike(map) || text.trimStart().startsWith('{')
    const put = `${isJson ? JSON.stringify(key) : inline(key, false)}: ${inline(value, isJson)}`
    if (!first) return { from: startOf(map) + 1, to: startOf(map) + 1, put }
    const at = startOf(first.key)
    // Entries on lines of their own stay so.
    const isOnOwnLine = text.slice(lineStart(text, at), at).trim() === ''
    return { from: at, to: at, put: `${put},${isOnOwnLine ? `${newline(text)}${text.slice(lineStart(text, at), at)}` : ' '}` }
  }
  if (!first) throw new Unspliceable('it is an empty block')
  const indent = columnOf(text, startOf(first.key))
  const eol = newline(text)
  const put = block(key, value, indent, eol)
  const before = entries.find((one) => isOneLine(text, one) && keyOf(one) !== '<<')
  if (before) {
    const at = lineEnd(text, endOf(before.value as Node))
    return { from: at, to: at, put: `${eol}${' '.repeat(indent)}${put}` }
  }
  const at = startOf(first.key)
  return { from: at, to: at, put: `${put}${eol}${' '.repeat(indent)}` }
}

function replaceValue(text: string, { key, value: old }: Entry, value: unknown): Piece {
  if (old !== null && !isEmpty(old)) return replaceNode(text, old, value)
  const colon = text.indexOf(':', endOf(key)) + 1
  return { from: colon, to: colon, put: ` ${inline(value, false)}` }
}

function replaceNode(text: string, old: Node, value: unknown): Piece {
  if (isAlias(old)) return { from: startOf(old), to: endOf(old), put: inline(value, false) }
  if (isSeq(old) && Array.isArray(value)) {
    const had: unknown = old.toJSON()
    const added = Array.isArray(had) ? value.slice(had.length) : []
    const isLonger = Array.isArray(had) && added.length > 0 && JSON.stringify(value.slice(0, had.length)) === JSON.stringify(had)
    const last = old.items.at(-1) as Node | undefined
    if (isLonger && last && !old.flow && isScalar(last)) {
      const dash = text.lastIndexOf('-', startOf(last) - 1)
      const at = lineEnd(text, endOf(last))
      const lines = added.map((one) => `${newline(text)}${' '.repeat(columnOf(text, dash))}- ${inline(one, false)}`)
      return { from: at, to: at, put: lines.join('') }
    }
  }
  const isFlow = isScalar(old) ? !isBlockText(old) : old.flow === true
  if (!isFlow) throw new Unspliceable('its value is a block of lines')
  const isJson = isScalar(old) ? text.trimStart().startsWith('{') : /"/.test(text.slice(startOf(old), endOf(old)))
  return { from: startOf(old), to: endOf(old), put: inline(value, isJson) }
}

/** The end of the last line that belongs to a value, with its line break; comments of the same line go with it. */
function endOfLines(text: string, at: number): number {
  let end = at
  while (end > 0 && /\s/.test(text[end - 1] as string)) end--
  const next = text.indexOf('\n', end)
  return next === -1 ? text.length : next + 1
}

/** What goes when one of several things between commas goes. */
function between(things: readonly { readonly from: number; readonly to: number }[], index: number): Piece {
  const [before, it, after] = [things[index - 1], things[index], things[index + 1]]
  if (!it) return nothing
  return { from: !after && before ? before.to : it.from, to: after ? after.from : it.to, put: '' }
}

function removeEntry(text: string, map: YAMLMap.Parsed, entry: Entry): Piece {
  const entries = entriesOf(map)
  const index = entries.indexOf(entry)
  const spans = entries.map(({ key, value }) => ({
    from: startOf(key),
    to: value === null ? text.indexOf(':', endOf(key)) + 1 : Math.max(endOf(value), text.indexOf(':', endOf(key)) + 1),
  }))
  const span = spans[index] as { from: number; to: number }
  if (map.flow) return between(spans, index)
  const end = endOfLines(text, span.to)
  if (entries.length === 1) return { from: span.from, to: end, put: `{}${text.slice(0, end).endsWith('\n') ? newline(text) : ''}` }
  const next = spans[index + 1]
  // After a dash the next key takes its place on that line.
  if (text.slice(lineStart(text, span.from), span.from).trim() !== '') return { from: span.from, to: next ? next.from : end, put: '' }
  return { from: lineStart(text, span.from), to: end, put: '' }
}

function removeElement(text: string, list: YAMLSeq.Parsed, index: number, entry: Entry | undefined): Piece {
  const items = list.items as Node[]
  const item = items[index] as Node
  if (list.flow)
    return between(
      items.map((one) => ({ from: startOf(one), to: endOf(one) })),
      index,
    )
  const dash = text.lastIndexOf('-', startOf(item) - 1)
  const end = endOfLines(text, endOf(item))
  if (items.length === 1) {
    if (!entry) throw new Unspliceable('it is the only element of its list')
    const colon = text.indexOf(':', endOf(entry.key)) + 1
    return { from: colon, to: end, put: ` []${text.slice(0, end).endsWith('\n') ? newline(text) : ''}` }
  }
  if (text.slice(lineStart(text, dash), dash).trim() !== '') throw new Unspliceable('its list begins in the middle of a line')
  return { from: lineStart(text, dash), to: end, put: '' }
}
