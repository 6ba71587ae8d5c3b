package org.vidimus.policy.sieve.words;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.syntax.Literal;
import org.vidimus.policy.sieve.syntax.Position;

/// The names of variables ([RFC 5229 §3](https://www.rfc-editor.org/rfc/rfc5229#section-3)), and the places that
/// they stand for.
final class VariableNames {
    /// RFC 5229 §6 asks for 32 characters.
    static final int LONGEST = 64;

    /// RFC 5229 §6 asks for 9.
    private static final int MATCHES = 32;

    private static final String GLOBAL = "global.";

    private VariableNames() {}

    /// Whether `text` is a name or a number, with namespaces before it or not.
    static boolean isReference(String text) {
        String[] parts = text.split("\\.", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean number = (parts.length == 1 || i > 0) && isNumber(parts[i]);
            if (!number && !isIdentifier(parts[i])) {
                return false;
            }
        }
        return true;
    }

    static boolean isIdentifier(String text) {
        return !text.isEmpty()
                && !Ascii.isDigit(text.charAt(0))
                && text.chars().allMatch(c -> c == '_' || Ascii.isLetterOrDigit(c));
    }

    static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(Ascii::isDigit);
    }

    /// The number of a match variable; 0 after a mistake, which the compilation is told.
    static int match(String digits, Position at, Compilation compilation) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        if (significant.length() > 2 || Integer.parseInt(significant) > MATCHES) {
            compilation.error(at, "${" + digits + "}: match variables end with ${" + MATCHES + "}");
            return 0;
        }
        return Integer.parseInt(significant);
    }

    /// The variable that a command gives a value to; empty after a mistake, which the compilation is told.
    static Optional<Integer> settable(Literal literal, Compilation compilation) {
        String name = compilation.constant(literal, "the name of a variable");
        if (!name.isEmpty() && isNumber(name)) {
            compilation.error(literal.at(), "match variables cannot be set");
            return Optional.empty();
        }
        return isReference(name) ? place(name, literal.at(), compilation) : refused(name, literal, compilation);
    }

    /// The variable of this name, which is a reference; empty after a mistake.
    static Optional<Integer> place(String reference, Position at, Compilation compilation) {
        String name = reference.toLowerCase(Locale.ROOT);
        if (name.length() > LONGEST) {
            compilation.error(at, "the name of this variable is longer than " + LONGEST + " characters");
            return Optional.empty();
        }
        if (name.startsWith(GLOBAL) && compilation.has("include")) {
            String plain = name.substring(GLOBAL.length());
            if (!isIdentifier(plain)) {
                compilation.error(at, "\"" + reference + "\" is no global variable");
                return Optional.empty();
            }
            return Optional.of(global(plain, at, compilation));
        }
        int dot = name.indexOf('.');
        if (dot >= 0) {
            compilation.error(at, "there is no namespace '" + name.substring(0, dot) + "'" + hint(name));
            return Optional.empty();
        }
        return Optional.of(compilation.variable(name, at));
    }

    private static String hint(String name) {
        return name.startsWith(GLOBAL) ? ": it needs require \"include\"" : "";
    }

    private static Optional<Integer> refused(String name, Literal literal, Compilation compilation) {
        if (!name.isEmpty() || compilation.text(literal).constant().isPresent()) {
            compilation.error(literal.at(), "\"" + name + "\" is no name of a variable");
        }
        return Optional.empty();
    }

    /// The variable that all files of the script share under this name ([RFC 6609
    /// §3.4](https://www.rfc-editor.org/rfc/rfc6609#section-3.4)).
    ///
    /// @param name in lower case
    static int global(String name, Position at, Compilation compilation) {
        Map<String, Integer> globals = compilation.shared("global variables", HashMap::new);
        return globals.computeIfAbsent(name, _ -> compilation.newVariable(at));
    }
}
