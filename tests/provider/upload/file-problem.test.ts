/** How names that others have given stand in a message. */
import { inOneLine, placeOf, shownName } from "../../../provider/upload/file-problem";

it.each([
  ["a plain word", "cost_center-2.x", "cost_center-2.x"],
  ["a path", "/tmp/a/people.csv", "/tmp/a/people.csv"],
  ["a path of Windows", "C:\\data\\people.csv", "C:\\data\\people.csv"],
  ["several words", "Cost center", '"Cost center"'],
  ["letters of any land", "Straße 😀", '"Straße 😀"'],
  ["nothing", "", '""'],
  ["quotes", 'a"b', '"a\\"b"'],
  ["line ends", "a\r\nb", '"a\\r\\nb"'],
  ["a line end after a plain word", "a\n", '"a\\n"'],
  ["line ends that JSON lets pass", "a\u2028b\u2029c\u0085d", '"a\\u2028b\\u2029c\\u0085d"'],
  ["orders to a terminal", "a\u001b[2Jb\u009bc\u007f", '"a\\u001b[2Jb\\u009bc\\u007f"'],
  ["marks that turn a text round", "a\u202eb\u2066", '"a\\u202eb\\u2066"'],
  ["a mark of two halves", "a\u{e0001}", '"a\\udb40\\udc01"'],
])("a name of %s is shown in one line", (_what, name, shown) => {
  expect(shownName(name)).toBe(shown);
});

it("the words of the system stay in one line, and are not quoted", () => {
  expect(inOneLine("no such \"file\" 'a\nb'")).toBe("no such \"file\" 'a\\nb'");
});

it("a place has the name of its column in one line", () => {
  expect(placeOf(2, 3, "a\nb")).toBe('line 2, column 3 ("a\\nb")');
  expect(placeOf(2, 3, "email")).toBe("line 2, column 3 (email)");
});
