#!/usr/bin/env node
// Starts the program. The compile cache is on where this Node has one. The young generation of the heap stays small: a
// scan keeps what it reads, so room for short-lived objects only raises its peak memory, by a fifth and more.
import module from 'node:module'
import v8 from 'node:v8'

module.enableCompileCache?.()
// Checked on 20 and 24; a Node that does not know the flag would complain on stderr.
const { main } = await import('../dist/main.js')
const code = await main(process.argv)
// Let stdout drain before the process ends.
process.exitCode = code
