// The reference implementation of mdast positions: spans of the nodes of Markdown texts.
//
//   node reference.mjs            a JSON string a line in; a JSON list of [type, start, end] a line out
//   node reference.mjs --examples the specification's examples: a JSON object a line
//
// Offsets are in code points, end exclusive, as postlint's are.

import {createInterface} from 'node:readline'
import process from 'node:process'
import {fromMarkdown} from 'mdast-util-from-markdown'
import {frontmatterFromMarkdown} from 'mdast-util-frontmatter'
import {gfmFromMarkdown} from 'mdast-util-gfm'
import {frontmatter} from 'micromark-extension-frontmatter'
import {gfm} from 'micromark-extension-gfm'

const markers = ['yaml', 'toml']
const textPositions = new WeakMap()
const entity = /&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});/y

if (process.argv.includes('--examples')) {
  const {tests} = (await import('commonmark-spec')).default
  for (const {number, section, markdown} of tests) {
    console.log(JSON.stringify({number, section, markdown: markdown.replaceAll('→', '\t')}))
  }
} else {
  for await (const line of createInterface({input: process.stdin})) {
    console.log(JSON.stringify(spans(JSON.parse(line))))
  }
}

/** The spans of all nodes of a text but its root and its text nodes, in document order. */
function spans(text) {
  const tree = fromMarkdown(text, {
    extensions: [frontmatter(markers), gfm()],
    mdastExtensions: [
      {transforms: [rememberTextPositions]},
      frontmatterFromMarkdown(markers),
      gfmFromMarkdown(),
      {transforms: [(root) => restorePositions(root, text)]}
    ]
  })
  const codePoints = codePointOffsets(text)
  const found = []
  visit(tree, (node) => {
    if (node.type === 'root' || node.type === 'text') return
    const {start, end} = node.position
    found.push([node.type, codePoints(start.offset), codePoints(end.offset)])
  })
  return found
}

/**
 * mdast-util-gfm-autolink-literal finds some links (those after an entity, say) in text nodes
 * once the tree is built, and puts nodes without positions in their place. So the texts'
 * positions are kept before, and given to the parts after.
 */
function rememberTextPositions(tree) {
  visit(tree, (node) => {
    const texts = (node.children || []).filter((child) => child.type === 'text')
    if (texts.length > 0) textPositions.set(node, texts.map((child) => child.position))
  })
}

function restorePositions(tree, text) {
  visit(tree, (node) => {
    const children = node.children || []
    const texts = [...(textPositions.get(node) || [])]
    for (let index = 0; index < children.length; index++) {
      const child = children[index]
      if (child.position) {
        if (child.type === 'text') texts.shift()
        continue
      }
      const {start, end} = texts.shift()
      let cursor = start.offset
      for (; index < children.length && !children[index].position; index++) {
        const part = children[index]
        const value = part.type === 'text' ? part.value : part.children[0].value
        const to = sourceEnd(text, cursor, end.offset, value)
        place(part, cursor, to)
        cursor = to
      }
      index--
    }
  })
}

/** Where a decoded value ends that begins at an offset of the source. */
function sourceEnd(text, offset, limit, value) {
  for (const character of value) {
    if (text[offset] === '\\' && text[offset + 1] === character) offset++
    entity.lastIndex = offset
    if (character === '\n') {
      while (offset < limit && !/[\r\n]/.test(text[offset])) offset++
      if (text.startsWith('\r\n', offset)) offset++
      offset++
    } else if (text.startsWith(character, offset) && !(character === '&' && entity.test(text))) {
      offset += character.length
    } else if (((entity.lastIndex = offset), entity.test(text))) {
      offset = entity.lastIndex
    } else {
      // The prefix of a line: indentation and quote markers.
      while (offset < limit && !text.startsWith(character, offset)) offset++
      offset += character.length
    }
  }
  return Math.min(offset, limit)
}

function place(node, from, to) {
  visit(node, (inner) => {
    inner.position = {start: {offset: from}, end: {offset: to}}
  })
}

function visit(tree, visitor) {
  const stack = [tree]
  while (stack.length > 0) {
    const node = stack.pop()
    visitor(node)
    for (let index = (node.children || []).length - 1; index >= 0; index--) {
      stack.push(node.children[index])
    }
  }
}

/** A function from offsets in UTF-16 code units to offsets in code points. */
function codePointOffsets(text) {
  const surrogatePairs = []
  for (let index = 0; index < text.length; index++) {
    if (text.codePointAt(index) > 0xffff) surrogatePairs.push(index++)
  }
  return (offset) => {
    let low = 0
    let high = surrogatePairs.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (surrogatePairs[middle] < offset) low = middle + 1
      else high = middle
    }
    return offset - low
  }
}
