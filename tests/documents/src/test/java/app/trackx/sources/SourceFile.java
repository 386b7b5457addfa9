package app.trackx.sources;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A parsed source file, measured in lines that hold more than blanks and comments. */
final class SourceFile {
  private final boolean[] code;
  private final Map<String, Integer> methods = new LinkedHashMap<>();
  private final List<String> undocumented = new ArrayList<>();
  private final String packageName;

  private SourceFile(String text, CompilationUnitTree unit, Trees trees) {
    code = linesOfCode(text);
    packageName = unit.getPackageName() == null ? "" : unit.getPackageName().toString();
    new Scanner(unit, trees).scan(unit, null);
  }

  /** Parses the text of a source file. */
  static SourceFile parse(String text) throws IOException {
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
        .getTask(null, null, null, List.of("-proc:none"), null, List.of(file));
    return new SourceFile(text, task.parse().iterator().next(), Trees.instance(task));
  }

  String packageName() {
    return packageName;
  }

  int lines() {
    return lines(1, code.length);
  }

  /** Returns the lines of each method and constructor, with its signature and annotations. */
  Map<String, Integer> methods() {
    return methods;
  }

  /** Returns the public and protected types and members without Javadoc; overriding ones need none. */
  List<String> undocumented() {
    return undocumented;
  }

  private int lines(long first, long last) {
    int count = 0;
    for (long line = first; line <= last; line++) {
      count += code[(int) line - 1] ? 1 : 0;
    }
    return count;
  }

  private static boolean[] linesOfCode(String text) {
    boolean[] code = new boolean[(int) text.chars().filter(c -> c == '\n').count() + 1];
    int line = 0;
    int i = 0;
    while (i < text.length()) {
      int end = endOfToken(text, i);
      boolean comment = text.startsWith("//", i) || text.startsWith("/*", i);
      for (; i < end; i++) {
        char c = text.charAt(i);
        code[line] |= !comment && !Character.isWhitespace(c);
        line += c == '\n' ? 1 : 0;
      }
    }
    return code;
  }

  /** Returns the end of the comment or literal that starts here; otherwise of the character. */
  private static int endOfToken(String text, int start) {
    if (text.startsWith("//", start)) {
      return endOf(text, "\n", start) - 1;
    }
    if (text.startsWith("/*", start)) {
      return endOf(text, "*/", start + 2);
    }
    if (text.startsWith("\"\"\"", start)) {
      return endOf(text, "\"\"\"", start + 3);
    }
    char quote = text.charAt(start);
    if (quote != '"' && quote != '\'') {
      return start + 1;
    }
    int i = start + 1;
    while (text.charAt(i) != quote) {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  private static int endOf(String text, String mark, int from) {
    int at = text.indexOf(mark, from);
    return at < 0 ? text.length() : at + mark.length();
  }

  private final class Scanner extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final Trees trees;

    Scanner(CompilationUnitTree unit, Trees trees) {
      this.unit = unit;
      this.trees = trees;
    }

    @Override
    public Void visitClass(ClassTree type, Void none) {
      checkJavadoc(type.getModifiers(), type.getSimpleName().toString());
      return super.visitClass(type, none);
    }

    @Override
    public Void visitMethod(MethodTree method, Void none) {
      String name = name(method.getName().toString());
      SourcePositions positions = trees.getSourcePositions();
      methods.merge(
          name,
          lines(
              unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method)),
              unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method))),
          Math::max);
      checkJavadoc(method.getModifiers(), method.getName().toString());
      return super.visitMethod(method, none);
    }

    @Override
    public Void visitVariable(VariableTree field, Void none) {
      if (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree) {
        checkJavadoc(field.getModifiers(), field.getName().toString());
      }
      return super.visitVariable(field, none);
    }

    private void checkJavadoc(ModifiersTree modifiers, String name) {
      TreePath path = getCurrentPath();
      if (isPublic(modifiers, path.getParentPath())
          && isReachable(path.getParentPath())
          && !isOverride(modifiers)
          && trees.getDocComment(path) == null) {
        undocumented.add(name(name));
      }
    }

    /** Members of interfaces and constants of enums are public without a modifier. */
    private boolean isPublic(ModifiersTree modifiers, TreePath parent) {
      Set<Modifier> flags = modifiers.getFlags();
      return flags.contains(Modifier.PUBLIC)
          || flags.contains(Modifier.PROTECTED)
          || (isInterface(parent.getLeaf()) && !flags.contains(Modifier.PRIVATE));
    }

    private boolean isInterface(Tree tree) {
      return tree.getKind() == Tree.Kind.INTERFACE || tree.getKind() == Tree.Kind.ANNOTATION_TYPE;
    }

    /** Returns true if every enclosing type is public; false within methods. */
    private boolean isReachable(TreePath path) {
      for (TreePath at = path; at != null; at = at.getParentPath()) {
        Tree tree = at.getLeaf();
        if (tree instanceof CompilationUnitTree) {
          return true;
        }
        if (!(tree instanceof ClassTree)
            || !isPublic(((ClassTree) tree).getModifiers(), at.getParentPath())) {
          return false;
        }
      }
      return false;
    }

    private boolean isOverride(ModifiersTree modifiers) {
      return modifiers.getAnnotations().stream()
          .anyMatch(one -> one.getAnnotationType().toString().equals("Override"));
    }

    private String name(String simpleName) {
      StringBuilder name = new StringBuilder(simpleName);
      for (TreePath at = getCurrentPath().getParentPath(); at != null; at = at.getParentPath()) {
        if (at.getLeaf() instanceof ClassTree) {
          name.insert(0, ((ClassTree) at.getLeaf()).getSimpleName() + ".");
        }
      }
      return name.toString();
    }
  }
}
