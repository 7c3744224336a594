/** Scripts that put no space between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
// It finds words of these scripts by its dictionary, whatever language it is made for.
const segmenter = new Intl.Segmenter("ja", { granularity: "word" });

/** The words of a text, folded: no case, no accents, no full-width forms. Scripts without spaces are cut by a dictionary. */
export function wordsOf(text: string): string[] {
  return runsOf(text)
    .flatMap((run) => (unspaced.test(run) ? segmented(run) : [run]))
    .map(folded);
}

/** What stands between spaces and punctuation. */
function runsOf(text: string): string[] {
  return text.normalize("NFKC").match(/[\p{L}\p{N}\p{M}ー]+/gu) ?? [];
}

/** A word without case, and without the accents of Latin, Greek and Cyrillic. Kana keep theirs, which make other words. */
function folded(word: string): string {
  const lower = word.toLowerCase();
  return unspaced.test(lower) ? lower : lower.normalize("NFKD").replace(/\p{M}/gu, "");
}

function segmented(run: string): string[] {
  return [...segmenter.segment(run)].filter(({ isWordLike }) => isWordLike === true).map(({ segment }) => segment);
}

const emptyWords: ReadonlySet<string> = new Set(
  (
    "a an and are as at be by can do does for from has have how i in is it its me my of on or our please show tell that " +
    "the their this to was we what when where which who will with you your " +
    "の を に は が で と も や へ から まで より か ね よ て た だ です ます でした ました する して した なる いる ある " +
    "教え 教えて 見せ 見せて 下さい ください くれ 何 誰 どの どこ いつ その この"
  ).split(" "),
);

/** Whether a word says nothing of what a text is about. Short kana are particles and endings. */
export function isEmptyWord(word: string): boolean {
  return emptyWords.has(word) || /^\p{Script=Hiragana}{1,2}$/u.test(word);
}

const greetings: ReadonlySet<string> = new Set(
  (
    "hello hi hey there good morning afternoon evening day thanks thank you bye goodbye ok okay ping test testing yes no " +
    "hallo guten tag bonjour salut merci hola gracias ciao grazie ola " +
    "こんにちは こんばんは おはよう おはようございます ございます ありがとう ありがとうございます はじめまして やあ もしもし どうも テスト 你好 您好 안녕하세요"
  ).split(" "),
);

/** Whether a text is a greeting, thanks or a test, and so asks nothing. */
export function isGreeting(text: string): boolean {
  return runsOf(text).every((run) => greetings.has(folded(run)) || wordsOf(run).every((word) => greetings.has(word)));
}

/**
 * Words that mean the same in the questions that agents are tried with, in English and Japanese. A model would know far
 * more of them; this is enough that other words for a known question find it.
 */
const meanings: readonly string[] = [
  "sales sale revenue turnover sold sell selling 売上 売上高 売り上げ 販売 売れ 売上金",
  "total totals sum overall altogether amount 合計 総額 総計 全体 合算 トータル",
  "month months monthly 月 先月 今月 毎月 月別 月次 月間 月ごと ヶ月",
  "day days daily 日 日別 毎日 日次 今日 昨日",
  "year years yearly annual 年 今年 去年 昨年 年間 年別",
  "customer customers client clients buyer buyers shopper shoppers 顧客 客 お客様 お客 得意先 取引先",
  "best top most biggest largest highest leading 一番 最も 最大 トップ 上位 多い 最高 優良",
  "least lowest smallest worst fewest 最小 最低 最も少ない 下位",
  "order orders purchase purchases bought buy 注文 受注 購入 発注",
  "product products item items goods article articles 商品 製品 品目",
  "price prices cost costs 価格 値段 料金 費用 コスト",
  "count number many quantity 数 件数 個数 数量 いくつ",
  "average mean 平均",
  "region regions area country countries 地域 地方 エリア 国",
  "store stores shop shops 店舗 店 ショップ",
  "document documents docs text texts article 文書 資料 ドキュメント 記事",
  "search find look lookup retrieve 検索 探す 探し 調べ 調べて 調べる",
  "deploy deployment deploying release rollout デプロイ 展開 配備 公開",
  "delete remove deletion drop 削除 消す 消し 消去",
  "create make add creation 作成 作る 作り 追加",
  "question questions ask 質問 問い 聞く",
  "help support assist 助け 支援 サポート ヘルプ",
  "weather forecast 天気 天候 予報",
  "calculate compute calculation calculator 計算 算出",
  "time hour clock 時間 時刻",
  "employee employees staff worker workers 従業員 社員 職員",
  "invoice invoices bill bills 請求 請求書",
  "data 情報 information データ",
];

const meaningOf: ReadonlyMap<string, number> = new Map(
  meanings.flatMap((row, index) => row.split(" ").map((word) => [word, index] as const)),
);

/** The number of the meaning that a word shares with others; undefined for most words. */
export function sharedMeaning(word: string): number | undefined {
  return meaningOf.get(word);
}
