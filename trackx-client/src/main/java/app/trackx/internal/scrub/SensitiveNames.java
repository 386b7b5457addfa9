package app.trackx.internal.scrub;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * The table of sensitive names: in lower case, without separators and accents, in the languages of
 * Europe and a few others. Add a name to the row of its kind.
 */
final class SensitiveNames {
  private static final Map<String, NameKind> KINDS = new HashMap<>(1024);

  /** The last two letters of all names, by which most other words are told at once. */
  private static final boolean[] ENDS = new boolean[32 * 32];

  static {
    // the last row that contains a name wins
    add(NameKind.PASSWORD, "password passwd pwd psw passphrase passcode onetimepassword");
    add(NameKind.PASSWORD, "securityanswer secretanswer securityquestionanswer recoveryphrase");
    add(NameKind.PASSWORD, "passwort kennwort motdepasse contrasena senha palavrapasse wachtwoord");
    add(
        NameKind.PASSWORD,
        "haslo heslo jelszo losenord salasana adgangskode passord lozinka geslo");
    add(NameKind.PASSWORD, "parola sifre parool parole slaptazodis пароль 密码 密碼 口令");
    add(NameKind.PASSWORD, "パスワード 비밀번호 암호 κωδικός κωδικος סיסמה סיסמא المرور");
    add(NameKind.PASSWORD, "κωδικόςπρόσβασης κωδικοςπροσβασης clavesecreta clavedeacceso");
    add(NameKind.PASSWORD, "paroladordine parolachiave chiavesegreta chiavediaccesso clesecrete");
    add(NameKind.PASSWORD, "chavesecreta chavedeacesso frasesecreta sicherheitsantwort");
    add(NameKind.PASSWORD, "passworter kennworter motsdepasse");

    add(NameKind.SECRET, "secret credential apikey accesskey privatekey secretkey encryptionkey");
    add(NameKind.SECRET, "signingkey masterkey authkey accountkey sharedkey subscriptionkey");
    add(NameKind.SECRET, "functionskey secretkeybase accesstoken authtoken sessiontoken idtoken");
    add(NameKind.SECRET, "refreshtoken bearertoken apitoken csrftoken xsrftoken samlresponse jwt");
    add(NameKind.SECRET, "jsessionid phpsessid socialsecurity iban email emailaddress mailaddress");
    add(NameKind.SECRET, "authorizationcode clientassertion codeverifier sharedaccesssignature");

    add(NameKind.WEAK, "token session sessionid sessid sid cookie authorization signature sig");
    add(NameKind.WEAK, "csrf xsrf ticket hmac");

    add(NameKind.MIXED, "pass pw psk clave");

    add(NameKind.ENDING, "key auth nonce salt code pat state verifier assertion");

    add(NameKind.NUMBER, "otp totp pin pincode cvv cvv2 cvc cvc2 csc cvn securitycode");
    add(
        NameKind.NUMBER,
        "cardsecuritycode verificationcode confirmationcode activationcode smscode");
    add(
        NameKind.NUMBER,
        "codigodeseguridad codigodeverificacion codigodeseguranca codedeverification");
    add(
        NameKind.NUMBER,
        "codedesecurite codicedisicurezza codicediverifica sicherheitscode kodpin");
    add(NameKind.NUMBER, "bestatigungscode prufziffer geheimzahl zugangscode cislouctu");
    add(NameKind.NUMBER, "onetimecode mfacode recoverycode backupcode resetcode accesscode");
    add(NameKind.NUMBER, "authenticationcode logincode 2facode twofactorcode securecode tan mfa");
    // cards and accounts
    add(NameKind.NUMBER, "cardnumber cardno ccnumber ccnum creditcard creditcardnumber debitcard");
    add(NameKind.NUMBER, "kreditkarte kreditkartennummer cartedecredit numerodecarte tarjeta");
    add(
        NameKind.NUMBER,
        "numerodetarjeta cartadicredito accountnumber accountno acctno acctnumber");
    add(NameKind.NUMBER, "bankaccount bankaccountnumber kontonummer kontonr numerodecompte");
    add(
        NameKind.NUMBER,
        "numerodecuenta numerodeconta numeroconto rekeningnummer nrkonta sortcode");
    add(NameKind.NUMBER, "routingnumber tilinumero numerrachunku");
    // phones
    add(NameKind.NUMBER, "phone phonenumber phoneno mobile mobilenumber mobileno mobilephone cell");
    add(
        NameKind.NUMBER,
        "cellphone telephone telephonenumber tel telno fax faxnumber faxno msisdn");
    add(NameKind.NUMBER, "contactno contactnumber landline telefon telefonnummer telefonnr handy");
    add(
        NameKind.NUMBER,
        "handynummer mobil mobilnummer rufnummer festnetz telefono telefone movil");
    add(NameKind.NUMBER, "celular cellulare cellulaire numerodetelephone telefoonnummer gsm");
    add(
        NameKind.NUMBER,
        "whatsapp telefoon puhelin puhelinnumero numertelefonu telefax телефон 电话 手机 手机号");
    add(NameKind.NUMBER, "電話番号 전화번호");
    // birth
    add(NameKind.NUMBER, "birthdate birthday dateofbirth dob birth born birthyear yearofbirth");
    add(NameKind.NUMBER, "geburtsdatum geburtstag geburtsjahr");
    add(NameKind.NUMBER, "datenaissance datedenaissance fechanacimiento fechadenacimiento");
    add(NameKind.NUMBER, "datanascita datadinascita datanascimento datadenascimento");
    add(NameKind.NUMBER, "geboortedatum fodselsdato fodelsedatum syntymaaika dataurodzenia");
    add(NameKind.NUMBER, "datumnarozeni датарождения 生年月日 出生日期 생년월일");
    // ids of states, for people and for what they pay
    add(NameKind.NUMBER, "ssn socialsecuritynumber socialsecurityno nationalid nationalidnumber");
    add(
        NameKind.NUMBER,
        "nationalinsurance nationalinsurancenumber nino nhsnumber nhsno nhs taxid");
    add(
        NameKind.NUMBER,
        "taxnumber taxpayerid taxidnumber passport passportnumber passportno itin");
    add(
        NameKind.NUMBER,
        "idnumber identitynumber identitycard idcard idcardnumber identificationnumber");
    add(
        NameKind.NUMBER,
        "driverlicense driverslicense driverlicence driverslicence drivinglicence");
    add(NameKind.NUMBER, "driverslicensenumber driverlicensenumber drivinglicencenumber");
    add(NameKind.NUMBER, "medicare medicarenumber healthinsurancenumber insurancenumber vatid");
    add(
        NameKind.NUMBER,
        "vatnumber vatno ustid ustidnr umsatzsteuerid umsatzsteuernummer steuerid");
    add(
        NameKind.NUMBER,
        "steuernummer steuernr steueridentifikationsnummer sozialversicherungsnummer");
    add(
        NameKind.NUMBER,
        "svnummer svnr rentenversicherungsnummer versichertennummer ausweisnummer");
    add(
        NameKind.NUMBER,
        "personalausweis personalausweisnummer reisepass reisepassnummer passnummer");
    add(
        NameKind.NUMBER,
        "fuhrerschein fuhrerscheinnummer ahv ahvnummer ahvnr passeport cartedidentite");
    add(NameKind.NUMBER, "securitesociale numerodesecuritesociale pasaporte passaporto passaporte");
    add(NameKind.NUMBER, "paspoort paspoortnummer dni nif cpf cnpj curp cuit cuil codicefiscale");
    add(
        NameKind.NUMBER,
        "partitaiva bsn burgerservicenummer personnummer personnumber fodselsnummer");
    add(
        NameKind.NUMBER,
        "samordningsnummer hetu henkilotunnus cpr cprnummer pesel rodnecislo regon");
    add(
        NameKind.NUMBER,
        "numerpaszportu dowodosobisty isikukood personaskods asmenskodas emso jmbg");
    add(NameKind.NUMBER, "oib amka snils aadhaar aadhar aadhaarnumber rrn nric hkid tckn tckimlik");
    add(
        NameKind.NUMBER,
        "tckimlikno kimlikno mynumber tfn taxfilenumber emiratesid civilid cedula");
    add(NameKind.NUMBER, "инн снилс паспорт 身份证 身份证号 身份证号码 护照号 マイナンバー 個人番号");
    add(
        NameKind.NUMBER,
        "주민등록번호 plz postleitzahl rijksregisternummer numeronational ppsn ppsnumber");
    add(NameKind.NUMBER, "kennitala adoszam tajszam teudatzehut mykad ktp cccd iqama idcode");
    add(
        NameKind.NUMBER,
        "licensenumber licencenumber identityno identityid citizenid citizennumber socialinsurancenumber");
    add(NameKind.NUMBER, "sozialversicherungsnr steueridnr identifikationsnummer taxidno vatregno");
    add(NameKind.NUMBER, "numerosecuritesociale numerosecu numerossecu numeroinsee insee");
    add(NameKind.NUMBER, "codigopostal documentodeidentidad carnetdeidentidad tessera");

    add(
        NameKind.SHORT_NUMBER,
        "sin nie nir pan ein tin nip inn cnp egn afm rut nik nin ird cif vat");
    add(NameKind.SHORT_NUMBER, "abn acn bvn zip nuip rfc");

    add(NameKind.PERSON, "firstname lastname surname givenname familyname middlename maidenname");
    add(NameKind.PERSON, "fullname forename cardholder cardholdername accountholder nameoncard");
    add(NameKind.PERSON, "patientname customername contactname recipientname vorname nachname");
    add(NameKind.PERSON, "familienname geburtsname prenom nomdefamille nomcomplet nombre apellido");
    add(NameKind.PERSON, "nombrecompleto cognome nomecompleto sobrenome imie nazwisko fornamn");
    add(
        NameKind.PERSON,
        "efternamn fornavn etternavn efternavn etunimi sukunimi voornaam achternaam");
    add(NameKind.PERSON, "jmeno prijmeni keresztnev vezeteknev имя фамилия отчество 姓名 氏名 이름");
    add(
        NameKind.PERSON,
        "street streetname streetaddress homeaddress postaladdress mailingaddress");
    add(NameKind.PERSON, "billingaddress shippingaddress deliveryaddress addressline addressline1");
    add(NameKind.PERSON, "addressline2 strasse anschrift wohnort");
    add(NameKind.PERSON, "domicilio ulica gatuadress placeofbirth geburtsort rue");
    add(NameKind.PERSON, "calle postcode zipcode postalcode codepostal nickname");

    add(NameKind.PLACE, "address addr adresse indirizzo direccion endereco adres");

    add(NameKind.USER, "username loginname logonname samaccountname benutzername anmeldename");
    add(NameKind.USER, "forwardeduser remoteuser authuser authenticateduser loginid");
    add(NameKind.USER, "nomutilisateur nomdutilisateur nombredeusuario nomeutente gebruikersnaam");
  }

  /** The last words of names that people write as several. */
  private static final Set<String> LAST_WORDS = Words.of(
      "key keys token tokens secret password number numero nummer no nr name code codes birth "
          + "answer card phone address line licence license movil telephone telefono security "
          + "year insurance fiscale iva cislo kimlik postal soi dato data zehut national secu kods kodas osobisty identite naissance nacimiento nascita "
          + "secreta secret secrete segreta acceso accesso acesso ordine chiave "
          + "seguridad seguranca securite "
          + "sicurezza verificacion verification verifica pin cuenta conta konta conto compte rachunku uctu "
          + "carte tarjeta credit telefonu urodzenia narozeni paszportu holder phrase completo complet "
          + "πρόσβασης προσβασης identidad "
          + "nascimento passe id familie famille credito credit sociale social рождения");

  /** Words that may follow a sensitive word without changing its meaning. */
  private static final Set<String> SUFFIXES =
      Words.of("id value val header hash string text plain raw encrypted encoded base64 b64 "
          + "old new current confirm confirmation repeat repeated again data 1 2");

  /** Accounts of services and examples, which belong to nobody. */
  private static final Set<String> SERVICES =
      Words.of("admin administrator root sa sys system app user users test tester guest anonymous "
          + "anonymoususer public postgres mysql oracle mongo redis kafka rabbitmq elastic jenkins "
          + "tomcat nginx www-data daemon nobody ubuntu ec2-user service svc client server default "
          + "unknown none null deploy build ci git hadoop hdfs spark hive yarn zookeeper cassandra "
          + "neo4j grafana prometheus sonar nexus dbuser shop scott hr monitor backup replication");

  static {
    for (String word : LAST_WORDS) {
      addEnd(word);
    }
    for (String word : SUFFIXES) {
      addEnd(word);
    }
    addEnd("value");
    addEnd("user");
  }

  private SensitiveNames() {}

  private static void add(NameKind kind, String names) {
    for (StringTokenizer left = new StringTokenizer(names); left.hasMoreTokens(); ) {
      String name = left.nextToken();
      KINDS.put(name, kind);
      addEnd(name);
    }
  }

  private static void addEnd(String name) {
    ENDS[end(name, name.length())] = true;
  }

  private static int end(String text, int to) {
    return (Chars.at(text, to - 2) & 31) << 5 | (Chars.at(text, to - 1) & 31);
  }

  /**
   * Returns whether the word that ends there may be the end of a sensitive name, from a look at its
   * last letters.
   */
  static boolean mayEnd(String text, int to) {
    char last = Chars.at(text, to - 1);
    if (last == '.') { // Tel.: 089/12345
      return to > 1 && text.charAt(to - 2) != '.' && mayEnd(text, to - 1);
    }
    if (!Chars.isAsciiLetter(last) || !Chars.isAscii(Chars.at(text, to - 2))) {
      return Chars.isDigit(last)
          || last == '_'
          || last > 'z'
          || !Chars.isAscii(Chars.at(text, to - 2));
    }
    return ENDS[end(text, to)] || ((last | 0x20) == 's' && ENDS[end(text, to - 1)]);
  }

  /** Returns the kind of a name, also in plural; NONE if it is not in the table. */
  static NameKind of(String name) {
    NameKind kind = KINDS.get(name);
    int last = name.length() - 1;
    if (kind == null && last > 3 && name.charAt(last) == 's') {
      kind = KINDS.get(name.substring(0, last));
    }
    return kind == null ? NameKind.NONE : kind;
  }

  /** Returns whether a name of several words may end in this one. */
  static boolean mayEndIn(String word) {
    return LAST_WORDS.contains(word);
  }

  static boolean isSuffix(String word) {
    return SUFFIXES.contains(word);
  }

  static boolean isService(String user) {
    return SERVICES.contains(user);
  }
}
