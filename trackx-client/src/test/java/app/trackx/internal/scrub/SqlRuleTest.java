package app.trackx.internal.scrub;

import static app.trackx.internal.scrub.ScrubAssertions.assertScrubbed;
import static app.trackx.internal.scrub.ScrubAssertions.assertUnchanged;

import org.junit.jupiter.api.Test;

/** Tests the boundaries of SQL statements and the detection of their literals. */
class SqlRuleTest {
  @Test
  void statementOfTwoWords_isRedacted_unlessTooMuchIsBetweenThem() {
    assertScrubbed(
        "select name from t where zip = 80331", "select name from t where zip = [value]");
    assertScrubbed(
        "select id, title, city from t where zip = 80331",
        "select id, title, city from t where zip = [value]");
    assertScrubbed(
        "select count as total number from t where zip = 80331",
        "select count as total number from t where zip = [value]");
    assertScrubbed(
        "select 'bob', (select max(id) from users)",
        "select '[value]', (select max(id) from users)");
    assertScrubbed(
        "insert ignore into t values ('bob')", "insert ignore into t values ('[value]')");
    assertScrubbed(
        "update only users u set title = 'bob'", "update only users u set title = '[value]'");
    assertScrubbed(
        "delete u from users u where zip = 80331", "delete u from users u where zip = [value]");
    assertUnchanged(
        "select every other row from 5 tables",
        "insert new into t values ('bob')",
        "update one two three four set title = 'bob'");
  }

  @Test
  void article_isNoAliasOfATable() {
    assertUnchanged("Please select a number from 1 to 5");
    assertScrubbed("update a set title = 'bob'", "update a set title = '[value]'");
    assertScrubbed("select a from t where zip = 80331", "select a from t where zip = [value]");
  }

  @Test
  void statementThatIsCutOff_isScrubbed() {
    assertUnchanged("5 rows: select ");
    assertScrubbed("select 1 from", "select [value] from");
  }

  @Test
  void call_isAStatement_atTheStartOrAfterASign() {
    assertScrubbed("call app.add_user('bob')", "call app.add_user('[value]')");
    assertScrubbed(" call f('bob')", " call f('[value]')");
    assertScrubbed("{call f('bob')}", "{call f('[value]')}");
    assertScrubbed("SQL state {call f('bob')}", "SQL state {call f('[value]')}");
    assertScrubbed("{   call f('bob')}", "{   call f('[value]')}");
    assertUnchanged("{    call f('bob')}", "I call f('bob') here", "call ('bob') failed");
  }

  @Test
  void procedureWithNamedParameters_isAStatement() {
    assertScrubbed("exec dbo.find_user @title = 'bob'", "exec dbo.find_user @title = '[value]'");
    assertScrubbed("exec find_user @title = 'bob'", "exec find_user @title = '[value]'");
    assertUnchanged("exec find_user -n 'bob'");
  }

  @Test
  void condition_isAStatement_unlikeASentence() {
    assertScrubbed("no row where title = 'bob'", "no row where title = '[value]'");
    assertScrubbed("no row where title='bob'", "no row where title='[value]'");
    assertScrubbed("no row where title  like 'bob'", "no row where title  like '[value]'");
    assertUnchanged(
        "no row where title  like  'bob'",
        "where = 'bob'",
        "no row where title  'bob'",
        "the place where user 'bob' was seen",
        "the shard where parsing failed has 4711 rows");
  }

  @Test
  void statement_endsWithItsQuoteOrBracket() {
    assertScrubbed(
        "could not execute \"delete from t where zip = 80331\" in 30 ms",
        "could not execute \"delete from t where zip = [value]\" in 30 ms");
    assertScrubbed(
        "[delete from t where zip = 80331] took 30 ms",
        "[delete from t where zip = [value]] took 30 ms");
    assertScrubbed(
        "delete from t where tags = array['a'] and title = 'bob'",
        "delete from t where tags = array['[value]'] and title = '[value]'");
  }

  @Test
  void statement_endsBeforeWhatLibrariesAppend() {
    assertScrubbed(
        "delete from t where zip = 80331; nested exception after 30 ms",
        "delete from t where zip = [value]; nested exception after 30 ms");
    assertScrubbed(
        "delete from t\nwhere zip = 80331\nCaused by: 30 errors",
        "delete from t\nwhere zip = [value]\nCaused by: 30 errors");
    assertScrubbed(
        "delete from t where zip = 80331; delete from t where zip = 80332",
        "delete from t where zip = [value]; delete from t where zip = [value]");
    assertScrubbed(
        "delete from t where zip = 80331 [23505-200]",
        "delete from t where zip = [value] [23505-200]");
  }

  @Test
  void bracketThatIsNoErrorCode_continuesTheStatement() {
    assertScrubbed(
        "delete from t where n = [-5, 6]", "delete from t where n = [-[value], [value]]");
    assertScrubbed(
        "delete from t where n = [5-x] and zip = 80331",
        "delete from t where n = [[value]-x] and zip = [value]");
  }

  @Test
  void doubleQuotes_areALiteral_afterAComparison() {
    assertScrubbed(
        "select * from t where title = \"bob\"", "select * from t where title = \"[value]\"");
    assertScrubbed(
        "select * from t where title =   \"bob\"", "select * from t where title =   \"[value]\"");
    assertScrubbed(
        "select * from t where title like \"bob%\"",
        "select * from t where title like \"[value]\"");
    assertUnchanged(
        "select * from t where title =    \"bob\"", "select \"first\" from t order by \"last\"");
  }

  @Test
  void literal_endsWithItsQuote_unlessThatIsEscaped() {
    assertScrubbed(
        "delete from t where title = 'it\\'s 5' and zip = 6",
        "delete from t where title = '[value]' and zip = [value]");
    assertScrubbed(
        "delete from t where title = 'it''s' and zip = 80331",
        "delete from t where title = '[value]' and zip = [value]");
    assertScrubbed(
        "delete from t where title = '' and zip = 80331",
        "delete from t where title = '' and zip = [value]");
  }

  @Test
  void number_endsWithItsLastDigit() {
    assertScrubbed(
        "delete from t where zip = 80331. Retry", "delete from t where zip = [value]. Retry");
    assertScrubbed("delete from t where weight = 3.14", "delete from t where weight = [value]");
    assertUnchanged("delete from t where zip = ?1", "delete from t where zip = :p1 limit 10");
  }
}
