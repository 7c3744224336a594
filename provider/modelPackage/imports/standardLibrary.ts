/** Top-level modules of Python 3.9 to 3.14, as `sys.stdlib_module_names` lists them. */
const names = new Set(
  (
    "abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii binhex " +
    "bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall " +
    "compression concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime " +
    "dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput " +
    "fnmatch formatter fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq " +
    "hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache " +
    "locale logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis " +
    "nntplib nt ntpath nturl2path numbers opcode operator optparse os ossaudiodev parser pathlib pdb pickle pickletools " +
    "pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc " +
    "pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors " +
    "shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants " +
    "sre_parse ssl stat statistics string stringprep struct subprocess sunau symbol symtable sys sysconfig syslog tabnanny " +
    "tarfile telnetlib tempfile termios textwrap this threading time timeit tkinter token tokenize tomllib trace traceback " +
    "tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu uuid venv warnings wave weakref " +
    "webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo"
  ).split(" "),
);

/** Minor release of Python 3 in which a module came. */
const since: Readonly<Record<string, number>> = { tomllib: 11, compression: 14, annotationlib: 14 };

/** Minor release of Python 3 in which a module was gone. */
const until: Readonly<Record<string, number>> = {
  ...Object.fromEntries(["formatter", "parser", "symbol"].map((name) => [name, 10])),
  binhex: 11,
  ...Object.fromEntries(["asynchat", "asyncore", "distutils", "imp", "smtpd"].map((name) => [name, 12])),
  ...Object.fromEntries(
    (
      "aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib ossaudiodev pipes sndhdr spwd sunau " +
      "telnetlib uu xdrlib"
    )
      .split(" ")
      .map((name) => [name, 13]),
  ),
};

/** Whether a top-level module is part of Python: `yes`, `no`, or the releases that have it. */
export type InLibrary = "yes" | "no" | { since: number } | { until: number };

/**
 * Whether Python itself brings a top-level module.
 *
 * @param name the module, without what follows its first dot
 * @param pythonVersion full release, such as `3.11.7`
 */
export function inStandardLibrary(name: string, pythonVersion: string): InLibrary {
  if (name.startsWith("_") && name !== "_") return "yes";
  if (!names.has(name)) return "no";
  const minor = Number(pythonVersion.split(".")[1] ?? "11");
  const first = since[name];
  if (first !== undefined && minor < first) return { since: first };
  const gone = until[name];
  return gone !== undefined && minor >= gone ? { until: gone } : "yes";
}
