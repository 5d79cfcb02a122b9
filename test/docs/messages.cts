/** Every message that the shipped code has for people, read from the source itself. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';

import { refusal } from '../../nodes/SecuredSigning/shared/refusal.ts';

export interface Message {
	/** Where it is from: the path of the source file. */
	file: string;
	/** What happened; `…` stands for a value. */
	message: string;
	/** What to do, as far as the source says it. */
	advice: string;
}

const PROJECT = join(__dirname, '../..');
const PARTS = ['credentials', 'nodes'];
/** Where the message is among the values that an error is made of. */
const MAKERS: Record<string, number> = {
	refusal: 0,
	Unreadable: 0,
	TooMuch: 0,
	UserError: 0,
	ChangedOtherwise: 0,
	TooLate: 0,
	because: 0,
	NodeOperationError: 1,
	unconfirmedError: 1,
};

/** All of them, in the order of the files; the same words come once for each file. */
export function sourceMessages(): Message[] {
	return PARTS.flatMap((part) =>
		readdirSync(join(PROJECT, part), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
			.map((name) => join(PROJECT, part, name)),
	)
		.sort()
		.flatMap(messagesOf);
}

function messagesOf(path: string): Message[] {
	const source = sourceOf(path);
	const file = relative(PROJECT, path).replaceAll(sep, '/');
	const found: Message[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
			for (const made of madeBy(node)) found.push({ file, ...made });
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

const sourceOf = (path: string): ts.SourceFile =>
	ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);

function madeBy(node: ts.NewExpression | ts.CallExpression): Array<Omit<Message, 'file'>> {
	const { expression, arguments: given } = node;
	if (!ts.isIdentifier(expression)) return [];
	const place = MAKERS[expression.text];
	const [message, more] = place === undefined ? [] : (given?.slice(place, place + 2) ?? []);
	// Words that were made elsewhere are read there.
	if (!message || ts.isPropertyAccessExpression(message)) return [];
	if (ts.isIdentifier(message) && constantOf(message) === undefined) return [];
	const advice = adviceOf(more);
	if (expression.text === 'refusal') {
		const own = ownMaker(node.getSourceFile());
		const whole = own ?? String(refusal('', advice || undefined).description);
		return texts(message).map((text) => ({ message: text, advice: whole }));
	}
	return texts(message).map((text) => ({ message: text, advice }));
}

/** The advice that a file's own function of that name gives, where it has one. */
function ownMaker(source: ts.SourceFile): string | undefined {
	const maker = source.statements.find(
		(statement): statement is ts.FunctionDeclaration =>
			ts.isFunctionDeclaration(statement) && statement.name?.text === 'refusal',
	);
	let advice: string | undefined;
	const visit = (node: ts.Node): void => {
		if (ts.isNewExpression(node)) advice = adviceOf(node.arguments?.[1]);
		ts.forEachChild(node, visit);
	};
	if (maker) visit(maker);
	return advice;
}

/** The advice of `refusal(message, advice)` or of `{ description: advice }`. */
function adviceOf(node: ts.Expression | undefined): string {
	if (node === undefined) return '';
	if (!ts.isObjectLiteralExpression(node)) return oneOf(texts(node));
	const description = node.properties.find(
		(property): property is ts.PropertyAssignment =>
			ts.isPropertyAssignment(property) && property.name.getText() === 'description',
	);
	return description ? oneOf(texts(description.initializer)) : '';
}

/** What an expression may say: two texts for a choice between two. */
function texts(node: ts.Expression): string[] {
	if (ts.isStringLiteralLike(node)) return [node.text];
	if (ts.isIdentifier(node)) return [constantOf(node) ?? '…'];
	if (ts.isPropertyAccessExpression(node)) return [propertyOf(node) ?? '…'];
	if (ts.isParenthesizedExpression(node)) return texts(node.expression);
	if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(texts);
	if (ts.isCallExpression(node)) return [listTexts(node)];
	if (ts.isBinaryExpression(node)) return texts(node.right);
	if (!ts.isTemplateExpression(node)) return ['…'];
	const text = node.templateSpans.reduce(
		(begun, { expression, literal }) => `${begun}${oneOf(texts(expression))}${literal.text}`,
		node.head.text,
	);
	return [withFewGaps(text)];
}

/** Texts of which a message has one: `[one | another]`, or one that it may have: `[maybe]`. Two gaps are one. */
function oneOf(all: string[]): string {
	const unlike = [...new Set(all)];
	if (unlike.length <= 1) return unlike.join('');
	return `[${unlike.filter(Boolean).join(' | ')}]`;
}

/** An entry of a list of texts: after `&&`, it is there only in some cases. */
const entryText = (entry: ts.Expression): string =>
	ts.isBinaryExpression(entry) && entry.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
		? oneOf(['', ...texts(entry.right)])
		: oneOf(texts(entry));

/** The text of a constant of this file, or of one that it imports by this name. */
function constantOf(node: ts.Identifier): string | undefined {
	const source = node.getSourceFile();
	const own = ownConstant(source, node.text);
	if (own !== undefined) return own ?? undefined;
	const from = source.statements.find(
		(statement): statement is ts.ImportDeclaration =>
			ts.isImportDeclaration(statement) && importsFrom(statement, node.text),
	)?.moduleSpecifier;
	return from && constantFrom(from, source, node.text);
}

/** The text of a constant of another file, or of one that this passes on by the same name. */
function constantFrom(
	from: ts.Expression,
	{ fileName }: ts.SourceFile,
	name: string,
): string | undefined {
	if (!ts.isStringLiteral(from) || !from.text.startsWith('.')) return undefined;
	const base = join(dirname(fileName), from.text);
	const path = [`${base}.ts`, join(base, 'index.ts')].find((one) => existsSync(one));
	if (path === undefined) return undefined;
	const source = sourceOf(path);
	const own = ownConstant(source, name);
	if (own !== undefined) return own ?? undefined;
	const passing = source.statements.find(
		(statement): statement is ts.ExportDeclaration =>
			ts.isExportDeclaration(statement) && passesOn(statement, name),
	)?.moduleSpecifier;
	return passing && constantFrom(passing, source, name);
}

const passesOn = ({ exportClause }: ts.ExportDeclaration, name: string): boolean =>
	exportClause !== undefined &&
	ts.isNamedExports(exportClause) &&
	exportClause.elements.some((element) => element.name.text === name);

const importsFrom = ({ importClause }: ts.ImportDeclaration, name: string): boolean =>
	importClause?.namedBindings !== undefined &&
	ts.isNamedImports(importClause.namedBindings) &&
	importClause.namedBindings.elements.some((element) => element.name.text === name);

const declarationsIn = (source: ts.SourceFile): ts.VariableDeclaration[] =>
	source.statements
		.filter((statement) => ts.isVariableStatement(statement))
		.flatMap(({ declarationList }) => [...declarationList.declarations]);

/** The text of a constant of this file; null if it has one of that name that is no text. */
function ownConstant(source: ts.SourceFile, name: string): string | null | undefined {
	const declared = declarationsIn(source).find((one) => one.name.getText() === name);
	if (!declared) return undefined;
	const { initializer } = declared;
	const isText =
		initializer && (ts.isStringLiteralLike(initializer) || ts.isTemplateExpression(initializer));
	return isText ? oneOf(texts(initializer)) : null;
}

/** The text that a constant object of this file has under a name. */
function propertyOf({ expression, name }: ts.PropertyAccessExpression): string | undefined {
	const declared = declarationsIn(expression.getSourceFile()).find(
		(one) => one.name.getText() === expression.getText(),
	)?.initializer;
	const object = declared && ts.isAsExpression(declared) ? declared.expression : declared;
	if (!object || !ts.isObjectLiteralExpression(object)) return undefined;
	const value = object.properties.find(
		(property): property is ts.PropertyAssignment =>
			ts.isPropertyAssignment(property) && property.name.getText() === name.text,
	)?.initializer;
	return value && ts.isStringLiteralLike(value) ? value.text : undefined;
}

/** `[one, two].filter(Boolean).join(' ')`; nothing is known of what any other call says. */
function listTexts({ expression: called, arguments: [between] }: ts.CallExpression): string {
	if (!ts.isPropertyAccessExpression(called) || called.name.text !== 'join') return '…';
	const list = listIn(called.expression);
	if (!list) return '…';
	return withFewGaps(list.elements.map(entryText).join(texts(between).join()));
}

/** The list itself, where some of it may be left out, or where a constant of the same function has it. */
function listIn(node: ts.Expression): ts.ArrayLiteralExpression | undefined {
	if (ts.isArrayLiteralExpression(node)) return node;
	if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
		return node.expression.name.text === 'filter' ? listIn(node.expression.expression) : undefined;
	if (!ts.isIdentifier(node)) return undefined;
	const declared = ts
		.findAncestor(node, ts.isBlock)
		?.statements.filter((statement) => ts.isVariableStatement(statement))
		.flatMap(({ declarationList }) => [...declarationList.declarations])
		.find(({ name }) => name.getText() === node.text)?.initializer;
	return declared && listIn(declared);
}

/** Several values in a row, and one that ends a sentence, are one gap. */
const withFewGaps = (text: string) => text.replace(/…([\s/]*…)+/g, '…').replaceAll('….', '…');
